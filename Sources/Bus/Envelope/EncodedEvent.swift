/// An event in its one and only encoding, with what is needed to route it.
///
/// Encoded once at acceptance; every copy from then on (outbox, queue, journal, parked store, replay) is `bytes`.
public struct EncodedEvent: Sendable, Hashable {
    public var id: String
    public var type: EventType
    public var time: Timestamp
    public var partitionKey: String
    /// `<system>.<entity>.p<NN>`.
    public var routingKey: String
    /// One CloudEvents JSON object, at most 256 KiB.
    public var bytes: [UInt8]

    public init(
        id: String, type: EventType, time: Timestamp, partitionKey: String, routingKey: String, bytes: [UInt8]
    ) {
        self.id = id
        self.type = type
        self.time = time
        self.partitionKey = partitionKey
        self.routingKey = routingKey
        self.bytes = bytes
    }
}
