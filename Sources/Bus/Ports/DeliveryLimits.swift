/// How large a message may be that a source hands on.
///
/// One beyond is refused before it is built: its delivery is rejected without requeueing, so that the broker moves it to the
/// queue's dead-letter exchange. **Only for queues that have one**: any other queue drops what is rejected.
public struct DeliveryLimits: Sendable, Hashable {
    /// The body.
    public var bodyBytes: Int
    /// The header table in the AMQP encoding, with what the broker adds to it.
    public var headerBytes: Int

    public init(bodyBytes: Int, headerBytes: Int) {
        self.bodyBytes = bodyBytes
        self.headerBytes = headerBytes
    }

    /// What messages of events keep to. The broker adds deaths and counts to the headers of what it moves; room for these
    /// is left above `Limits.headerBytes`.
    public static let events = DeliveryLimits(
        bodyBytes: 2 * Limits.eventBytes, headerBytes: Limits.headerBytes + 16 * 1024)
}
