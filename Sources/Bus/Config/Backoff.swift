/// Pauses between attempts: doubling from the shortest to the longest, each drawn between half and all of it, so that
/// many processes that lost the same broker do not come back in the same instant.
public struct Backoff: Sendable, Hashable {
    public var shortest: Duration
    public var longest: Duration

    public init(shortest: Duration, longest: Duration) {
        self.shortest = shortest
        self.longest = longest
    }

    /// The pause after the given number of failures in a row (1 after the first).
    public func pause(afterFailures failures: Int, using random: inout some RandomNumberGenerator) -> Duration {
        var full = shortest
        for _ in 1..<max(failures, 1) where full < longest { full *= 2 }
        full = min(full, longest)
        return full / 2 + full / 2 * Double.random(in: 0...1, using: &random)
    }
}
