/// What releasing the parked events of a key has achieved.
public struct ParkedRelease: Sendable, Hashable {
    /// Ids of events that are applied, in order.
    public var released: [String]
    /// The event that failed again; it and those behind it stay parked.
    public var stoppedAt: String?
    /// Why it failed, without payload.
    public var detail: String?
    /// Events of the key that are still parked.
    public var remaining: Int
}
