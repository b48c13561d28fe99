/// How a publisher is doing at one instant.
public struct PublisherState: Sendable, Hashable {
    public var isConnected = false
    /// What the broker said when it asked for silence (memory or disk alarm); nil while it takes publishes.
    public var blockedReason: String?
    /// Sent and not yet answered; at most the publish window.
    public var inFlight = 0
    /// Handed in and not yet sent.
    public var waiting = 0

    public init() {}

    public var isBlocked: Bool { blockedReason != nil }
}
