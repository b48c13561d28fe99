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
    /// - Parameter draw: at random, from 0 to 1: half the pause, all of it, or what lies between.
    public func pause(afterFailures failures: Int, draw: Double) -> Duration {
        var full = shortest
        for _ in 1..<max(failures, 1) where full < longest { full *= 2 }
        full = min(full, longest)
        return full / 2 + full / 2 * min(max(draw, 0), 1)
    }
}
