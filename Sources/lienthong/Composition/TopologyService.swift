import Bus
import Logging
import ServiceLifecycle

/// Declares the topology at start, as often as it takes until the broker is there, and then lets the others begin.
///
/// A queue that differs is never touched: the process says what differs and does not begin to consume.
struct TopologyService: Service {
    let bus: BusAccess
    let topology: @Sendable () async throws -> Topology
    let ready: BrokerReady
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await declare()
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
                let steps = try await bus.withTopologyClient { client throws(BusError) in try await client.apply(wanted) }
                let wrong = steps.filter { !$0.isFine }
                guard wrong.isEmpty else {
                    for step in wrong { logger.critical("topology differs", metadata: ["step": "\(step)"]) }
                    throw CommandFailure(
                        .unreachable, "the broker's objects differ from the topology: `lienthong doctor` says how to mend it")
                }
                logger.info("topology is in place", metadata: ["objects": "\(steps.count)"])
                return ready.open()
            } catch let error as BusError {
                logger.warning("broker is not ready", metadata: ["reason": "\(error)"])
            }
            // The broker cannot call us when it is back; each round is one connection attempt, at most every 5 s.
            try await clock.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
        }
    }
}
