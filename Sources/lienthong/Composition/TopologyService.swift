import Bus
import Logging
import ServiceLifecycle

/// Declares the topology at start, as often as it takes until the broker is there, and then lets the others begin.
///
/// An object that differs is never touched: the process says what differs, consumes and publishes nothing until somebody has
/// mended it, and goes on accepting meanwhile. Afterwards it looks again from time to time and declares what has gone: events
/// for a queue that somebody deleted stay in the outbox, and its consumer waits for it. A user who may not declare begins as soon as all objects are there; comparing
/// them is then the business of whoever prepared the broker.
struct TopologyService: Service {
    let bus: BusAccess
    let topology: @Sendable () async throws -> Topology
    let ready: BrokerReady
    let logger: Logger
    /// How long an object that was deleted under a running pipeline may be missing, at most.
    private static let interval = Duration.seconds(30)

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await declare()
                while true {
                    try await ContinuousClock().sleep(for: Self.interval)
                    await mend()
                }
            } catch is CancellationError {
                return
            }
        }
    }

    /// Declares what has gone. What differs by now stays as it is and is said; a broker that is away is its users' matter.
    private func mend() async {
        do {
            let wanted = try await topology()
            let missing = try await bus.quiet.withTopologyClient { client throws(BusError) in try await client.missing(of: wanted) }
            guard !missing.isEmpty else { return }
            logger.error("objects have gone from the broker and are declared again", metadata: ["objects": "\(missing)"])
            for step in try await problems(wanted) {
                logger.critical(
                    "the broker's objects differ: `lienthong doctor` says how to mend it", metadata: ["step": "\(step)"])
            }
        } catch {
            logger.debug("the topology could not be looked at", metadata: ["reason": "\(error)"])
        }
    }

    private func declare() async throws {
        let clock = ContinuousClock()
        var pause = Duration.milliseconds(200)
        while true {
            do {
                let wanted = try await topology()
                let wrong = try await problems(wanted)
                if wrong.isEmpty {
                    logger.info("topology is in place", metadata: ["objects": "\(wanted.entities.count)"])
                    return ready.open()
                }
                for step in wrong {
                    logger.critical(
                        "the broker's objects differ: `lienthong doctor` says how to mend it",
                        metadata: ["step": "\(step)"])
                }
            } catch let error as BusError {
                logger.warning("broker is not ready", metadata: ["reason": "\(error)"])
            }
            // The broker cannot call us when it is back; each round is one connection attempt, at most every 5 s.
            try await clock.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
        }
    }

    private func problems(_ wanted: Topology) async throws(BusError) -> [String] {
        do {
            let steps = try await bus.withTopologyClient { client throws(BusError) in try await client.apply(wanted) }
            return steps.filter { !$0.isFine }.map(\.description)
        } catch {
            guard error.code == .accessRefused, error.replyCode == 403 else { throw error }
            logger.info("this user may not declare; looking whether everything is there", metadata: ["reason": "\(error)"])
            return try await bus.withTopologyClient { client throws(BusError) in
                try await client.missing(of: wanted).map(\.description)
            }
        }
    }
}
