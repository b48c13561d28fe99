import Bus
import Events
import TestSupport

/// Messages for the pool that no gateway would send, all to the partition of the declaration `Valid.number`.
struct Hostile {
    /// Not even the content type of events.
    static let noEvent = [0x00] + Array("no event".utf8) + [0xFF]
    /// Larger than a consumer takes, and nothing that could be read.
    static let largeNonsense = [UInt8](repeating: UInt8(ascii: "x"), count: DeliveryLimits.events.bodyBytes + 1)
    /// Levels of a header of 90 KB. librabbitmq 0.11 decodes them by recursion without a bound.
    private static let depth = 15_000

    /// Three good events whose common message is larger than a consumer takes.
    let oversize: [EncodedEvent]
    /// A good event under a header that is nested out of all reason.
    let nested: EncodedEvent

    var events: [EncodedEvent] { oversize + [nested] }

    init() throws {
        oversize = try (0..<3).map { try Self.event("hostile-oversize-\($0)", padding: 200_000) }
        nested = try Self.event("hostile-nested", padding: 10)
    }

    /// Each stands alone under its own key, so that no event of another one waits behind it.
    private static func event(_ id: String, padding: Int) throws -> EncodedEvent {
        let draft = EventDraft(
            id: id, source: "/vn/customs/vnaccs", type: EventType(system: "vnaccs", entity: "declaration", event: "mentioned"),
            subject: nil, time: Timestamp(milliseconds: 1_741_964_400_000), partitionKey: id,
            data: ["padding": .string(String(repeating: "x", count: padding))])
        return try EventCodec.encode(draft, sequence: 1, recordedTime: draft.time, partitioning: .standard)
    }

    /// Blocks.
    /// - Throws: when the broker does not take one of them.
    func publish(_ broker: PrivateBroker, virtualHost: String) throws {
        // The key of a declaration's events is the first 11 digits of its number.
        let routingKey = Partitioning.standard.routingKey(for: nested.type, key: String(Valid.number.prefix(11)))
        func publish(_ contentType: String, headers: [UInt8] = [], _ body: [UInt8]) throws {
            let client = try AMQPRawClient(broker, virtualHost: virtualHost)
            try client.publish(
                exchange: BrokerNames.events, routingKey: routingKey, contentType: contentType, headers: headers, body: body)
        }
        try publish("text/plain", Self.noEvent)
        try publish(BatchCodec.contentType, Self.largeNonsense)
        try publish(BatchCodec.contentType, BatchCodec.encode(oversize))
        do {
            try publish(BatchCodec.contentType, headers: HostileHeaders.tables(depth: Self.depth), BatchCodec.encode([nested]))
        } catch is Subprocess.Failure {
            // The broker takes many seconds over it, on a busy machine longer than the client waits for its confirm. That it
            // has arrived is seen where it is parked.
        }
    }
}
