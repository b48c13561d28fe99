import Bus
import JSON

/// Events for tests of the envelope.
enum Samples {
    static let time = Timestamp(rfc3339: "2025-03-14T23:00:00+07:00") ?? Timestamp(milliseconds: 0)

    static func draft(id: String = "vnaccs-1", key: String = "10012345678", data: JSONValue = ["declaration": "100123456780"])
        -> EventDraft
    {
        EventDraft(
            id: id, source: "/vn/customs/vnaccs", type: EventType(system: "vnaccs", entity: "declaration", event: "registered"),
            subject: "100123456780", time: time, partitionKey: key,
            traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", data: data)
    }

    static func encoded(_ draft: EventDraft = draft(), sequence: UInt64 = 42) throws -> EncodedEvent {
        try EventCodec.encode(
            draft, sequence: sequence, recordedTime: Timestamp(milliseconds: time.milliseconds + 1234),
            partitioning: .standard)
    }

    /// An event of exactly this many bytes.
    static func encoded(bytes: Int, id: String = "vnaccs-1", key: String = "10012345678") throws -> EncodedEvent {
        let empty = try encoded(draft(id: id, key: key, data: ""))
        return try encoded(draft(id: id, key: key, data: .string(String(repeating: "x", count: bytes - empty.bytes.count))))
    }
}
