import Consumers
import Synchronization

/// Time that passes only by sleeping: short sleeps end at once and move it on, long ones end only by cancellation.
final class TickerDouble: Sendable {
    private let time = Mutex(Duration.zero)
    private let long: Duration

    /// - Parameter long: from this duration on a sleep does not end.
    init(long: Duration = .seconds(30)) { self.long = long }

    var elapsed: Duration { time.withLock { $0 } }

    var ticker: Ticker {
        Ticker(
            elapsed: { self.elapsed },
            sleep: { duration in
                try Task.checkCancellation()
                guard duration < self.long else {
                    for await _ in AsyncStream<Never>.makeStream().stream {}
                    throw CancellationError()
                }
                self.time.withLock { $0 += duration }
                await Task.yield()
            })
    }
}
