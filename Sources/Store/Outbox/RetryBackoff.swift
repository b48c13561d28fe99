/// How long to wait before the next attempt: doubling from `base` to `cap`, of which a random half is taken off, so that
/// what failed together does not come back together.
public struct RetryBackoff: Sendable, Hashable {
    /// The longest first wait.
    public var base: Duration
    /// No wait is longer.
    public var cap: Duration

    public init(base: Duration = .milliseconds(100), cap: Duration = .seconds(10)) {
        self.base = base
        self.cap = cap
    }

    /// - Parameters:
    ///   - attempt: failed attempts so far, from 1.
    ///   - jitter: 0 to 1; the wait is that much of its second half plus the first.
    public func delay(attempt: Int, jitter: Double) -> Duration {
        let doublings = min(max(attempt - 1, 0), 30)
        let longest = min(base * (1 << doublings), cap)
        return longest / 2 + longest / 2 * min(max(jitter, 0), 1)
    }
}
