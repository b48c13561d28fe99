/// Bytes that are not an event of ours, with the reason; they are parked as they came.
public struct DecodeFailure: Error, Sendable {
    public var error: BusError
    /// The one event's bytes, or the whole body when the events in it cannot be told apart.
    public var bytes: [UInt8]

    public init(error: BusError, bytes: [UInt8]) {
        self.error = error
        self.bytes = bytes
    }
}
