/// An event with the bytes it was read from, which are kept and passed on instead of encoding it again.
public struct DecodedEvent: Sendable, Hashable {
    public var event: Event
    /// The event's own bytes, cut out of its message unchanged.
    public var bytes: [UInt8]

    public init(event: Event, bytes: [UInt8]) {
        self.event = event
        self.bytes = bytes
    }
}
