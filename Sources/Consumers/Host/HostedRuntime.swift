import Bus
import Logging
import ServiceLifecycle

/// Runs a consumer's runtime, and begins again on a new connection when it ends with an error: the queue is not there yet, another
/// process has taken the partition over, the broker refuses.
struct HostedRuntime: Service {
    private static let pacing = RetryPacing(first: .milliseconds(200), cap: .seconds(30))
    /// A run this long was a good one: the next failure is the first again.
    private static let settled = Duration.seconds(60)

    let make: @Sendable () throws -> ConsumerRuntime
    let logger: Logger

    func run() async {
        let clock = ContinuousClock()
        var failures = 0
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let begun = clock.now
            do {
                try await make().run()
                if Task.isCancelled || Task.isShuttingDownGracefully { return }
                logger.notice("the source has ended; beginning again")
            } catch {
                logger.error("consuming has ended; beginning again", metadata: [ConsumerLogKeys.error: "\(error)"])
            }
            failures = clock.now - begun > Self.settled ? 1 : failures + 1
            let wait = Self.pacing.wait(attempt: failures, draw: .random(in: 0...1))
            // Ends early on shutdown; the loop's condition then ends the run.
            try? await cancelWhenGracefulShutdown { try await clock.sleep(for: wait) }
        }
    }
}
