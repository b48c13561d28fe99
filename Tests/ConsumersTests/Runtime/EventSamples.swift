import Bus
import Consumers
import Events
import JSON
import Store
import Testing

/// Events as the gateway would have accepted them.
enum EventSamples {
    static let evening = Timestamp(milliseconds: 1_741_964_400_000)

    static func minutes(_ count: Int) -> Timestamp {
        Timestamp(milliseconds: evening.milliseconds + Int64(count) * 60_000)
    }

    static func encoded(_ draft: EventDraft, sequence: UInt64 = 1) throws -> EncodedEvent {
        try EventCodec.encode(draft, sequence: sequence, recordedTime: draft.time, partitioning: .standard)
    }

    static func delivered(_ draft: EventDraft, codes: any CodesInForce = NoCatalogs()) throws -> DeliveredEvent {
        DeliveredEvent(
            event: Event(draft: draft, sequence: 1, recordedTime: draft.time), encoded: try encoded(draft), codes: codes)
    }

    static func draft<Payload: EventPayload>(
        _ id: String, _ payload: Payload, key: String, at time: Timestamp = evening
    ) -> EventDraft {
        EventDraft(
            id: id, source: "/vn/customs/\(Payload.type.system)", type: Payload.type, subject: nil, time: time,
            partitionKey: key, data: payload.json)
    }

    /// An event that only `TallyConsumer` understands.
    static func plain(_ id: String, key: String, _ data: JSONValue = [:]) throws -> EncodedEvent {
        try encoded(
            EventDraft(
                id: id, source: "/vn/customs/vnaccs",
                type: EventType(system: "vnaccs", entity: "declaration", event: "mentioned"), subject: nil,
                time: evening, partitionKey: key, data: data))
    }

    static func number(_ text: String) throws -> DeclarationNumber { try #require(DeclarationNumber(text)) }
    static func amount(_ text: String) throws -> Amount { try #require(Amount(text)) }
}

extension Ledger {
    /// Ids in the order in which `TallyConsumer` applied them to a key.
    func tally(_ key: String) async throws -> [String] {
        guard let record = try await declaration(key) else { return [] }
        return String(decoding: record.state, as: UTF8.self).split(separator: ",").map(String.init)
    }
}
