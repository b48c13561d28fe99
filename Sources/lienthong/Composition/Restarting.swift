import Logging
import ServiceLifecycle
import Store

/// Runs a service that needs the broker: waits until the broker is ready, and begins again when the service ends with an error;
/// but for one of a store's disk, after which only a new process may go on: that one ends this process.
struct Restarting: Service {
    let name: String
    let ready: BrokerReady
    let logger: Logger
    let make: @Sendable () async throws -> any Service

    func run() async throws {
        let clock = ContinuousClock()
        var pause = Duration.milliseconds(200)
        do {
            try await cancelWhenGracefulShutdown { try await ready.wait() }
        } catch is CancellationError {
            return
        }
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            do {
                let begun = clock.now
                try await make().run()
                guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
                logger.warning("service ended and begins again", metadata: ["service": "\(name)"])
                if clock.now - begun > .seconds(30) { pause = .milliseconds(200) }
            } catch is CancellationError {
                return
            } catch let error as StoreError where error.code == .fenced {
                // Nothing is wrong: the broker gave the queues to another process while this one did not answer.
                logger.notice(
                    "another process has taken over; standing by", metadata: ["service": "\(name)", "reason": "\(error)"])
            } catch where Task.isShuttingDownGracefully || Task.isCancelled {
                // It was to stop anyway, and what it was doing was cut off: that comes again.
                return logger.debug("service was cut off", metadata: ["service": "\(name)", "reason": "\(error)"])
            } catch let error as StoreError where error.code == .unavailable && !error.isRetryable {
                logger.critical(
                    "the store takes nothing more from this process; it ends, and goes on when it is started again",
                    metadata: ["service": "\(name)", "reason": "\(error)"])
                throw error
            } catch {
                logger.error("service failed and begins again", metadata: ["service": "\(name)", "reason": "\(error)"])
            }
            try? await cancelWhenGracefulShutdown { [pause] in try await clock.sleep(for: pause) }
            pause = min(pause * 2, .seconds(5))
        }
    }
}
