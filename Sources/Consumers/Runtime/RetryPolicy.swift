/// How patient the runtime is with an event that fails as `transient`.
public struct RetryPolicy: Sendable, Hashable {
    /// How often it is tried before it is parked, at least 1; 6 by default.
    public var attempts: Int
    /// Waits between attempts. Meanwhile the event's key waits, and others go on.
    public var pacing: RetryPacing

    public init(attempts: Int = 6, pacing: RetryPacing = RetryPacing()) {
        self.attempts = attempts
        self.pacing = pacing
    }

    /// Whatever fails is parked at once.
    public static let never = RetryPolicy(attempts: 1)
}
