/// An event in its one and only encoding, with what is needed to route it.
///
/// Encoded once at acceptance; every copy from then on (outbox, queue, journal, parked store, replay) is `bytes`.
/// A class, because on its way through outbox, dispatcher and pool a value would be copied with all its parts many times.
public final class EncodedEvent: Sendable, Hashable {
    public let id: String
    public let type: EventType
    public let time: Timestamp
    public let partitionKey: String
    /// `<system>.<entity>.p<NN>`.
    public let routingKey: String
    /// One CloudEvents JSON object, at most 256 KiB.
    public let bytes: [UInt8]

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

    public static func == (one: EncodedEvent, other: EncodedEvent) -> Bool {
        one === other
            || (one.bytes == other.bytes && one.id == other.id && one.type == other.type && one.time == other.time
                && one.partitionKey == other.partitionKey && one.routingKey == other.routingKey)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
