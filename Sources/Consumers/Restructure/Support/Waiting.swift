public import Store

/// How services wait for something that other processes or the broker bring about.
///
/// Two things wake a waiter: a write to the control store, and the look-again interval, for what does not go through the
/// control store (queue depths) or is written by another process whose wake-up got lost. Every wait has a deadline.
public struct Waiting: Sendable {
    public let ticker: Ticker
    /// How long at most until a condition is looked at again: 500 ms unless told.
    public let lookAgain: Duration
    private let wakeUps: @Sendable () -> AsyncStream<Void>

    public init(control: ObservedControl, ticker: Ticker = .continuous, lookAgain: Duration = .milliseconds(500)) {
        self.ticker = ticker
        self.lookAgain = lookAgain
        wakeUps = { control.wakeUps() }
    }

    /// Asks at once and at each wake-up until `condition` answers a value.
    /// - Returns: nil when the limit passed first.
    /// - Throws: what `condition` throws; `cancelled` when the task is.
    func value<Value: Sendable>(
        within limit: Duration, _ condition: @Sendable () async throws(RestructureError) -> Value?
    ) async throws(RestructureError) -> Value? {
        let end = ticker.elapsed() + limit
        // Bound 1: a second signal before the first was taken says nothing more.
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let answer = await withTaskGroup(of: Void.self, returning: Result<Value?, RestructureError>.self) { group in
            defer { group.cancelAll() }
            group.addTask { [wakeUps] in for await _ in wakeUps() { wake.yield() } }
            group.addTask { [ticker, lookAgain] in
                while case let left = end - ticker.elapsed(), left > .zero {
                    do { try await ticker.sleep(min(left, lookAgain)) } catch { return }
                    wake.yield()
                }
            }
            for await _ in wakes {
                do throws(RestructureError) {
                    if let value = try await condition() { return .success(value) }
                } catch {
                    return .failure(error)
                }
                if ticker.elapsed() >= end { return .success(nil) }
            }
            return .failure(RestructureError(.cancelled, "the wait was cancelled"))
        }
        return try answer.get()
    }
}
