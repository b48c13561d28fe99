import Bus
import Logging
import ServiceLifecycle

/// Declares the topology at start, as often as it takes until the broker is there, and then lets the others begin.
///
/// An object that differs is never touched: the process says what differs, consumes and publishes nothing until somebody has
/// mended it, and goes on accepting meanwhile. A user who may not declare begins as soon as all objects are there; comparing
/// them is then the business of whoever prepared the broker.
struct TopologyService: Service {
    let bus: BusAccess
    let topology: @Sendable () async throws -> Topology
    let ready: BrokerReady
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await declare()
            } catch is CancellationError {
                return
            }
            // A service that returns would end the whole group.
            try? await gracefulShutdown()
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
