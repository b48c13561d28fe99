/// How long to wait before trying again: doubling, capped, with full jitter, so that many processes that lost the same
/// store do not come back at the same instant.
public struct RetryPacing: Sendable, Hashable {
    /// Longest first wait; 50 ms by default.
    public var first: Duration
    /// Longest wait of all; 5 s by default.
    public var cap: Duration

    public init(first: Duration = .milliseconds(50), cap: Duration = .seconds(5)) {
        self.first = first
        self.cap = cap
    }

    /// - Parameters:
    ///   - attempt: 1 after the first failure.
    ///   - draw: uniform in 0...1.
    /// - Returns: between half the ceiling of this attempt and the ceiling.
    public func wait(attempt: Int, draw: Double) -> Duration {
        let doublings = min(max(attempt - 1, 0), 30)
        let ceiling = min(first * Double(1 << doublings), cap)
        return ceiling * (0.5 + 0.5 * min(max(draw, 0), 1))
    }
}
