import Bus
import Events
import JSON
import Store

/// Plain values for tests; only what a test is about is named by it.
enum Sample {
    static let now = Timestamp(milliseconds: 1_742_000_000_000)
    static let type = EventType(system: "vnaccs", entity: "declaration", event: "registered")

    static func draft(
        _ id: String, system: String = "vnaccs", key: String = "10512345678", text: String = "x",
        traceparent: String? = nil
    ) -> EventDraft {
        EventDraft(
            id: id, source: "/vn/customs/\(system)",
            type: EventType(system: system, entity: "declaration", event: "registered"), subject: key, time: now,
            partitionKey: key, traceparent: traceparent, data: ["text": .string(text)])
    }

    /// Of an event of the key that `draft` has.
    static func entry(_ id: String, key: String = "10512345678") -> InboxEntry { InboxEntry(id: id, key: key) }

    static func entries(_ ids: [String]) -> [InboxEntry] { ids.map { entry($0) } }

    static func submission(
        _ ids: String..., system: String = "vnaccs", text: String = "x", native: String = "native",
        received: Timestamp = now, route: OutboxRoute = .live
    ) -> Submission {
        submission(
            ids.map { draft($0, system: system, text: text) }, system: system, native: native, received: received,
            route: route)
    }

    static func submission(
        _ drafts: [EventDraft], system: String = "vnaccs", native: String = "native", received: Timestamp = now,
        route: OutboxRoute = .live
    ) -> Submission {
        Submission(
            system: system, correlation: "correlation of \(drafts.first?.id ?? "nothing")", form: "VAD1AC",
            native: Array(native.utf8), received: received, drafts: drafts, route: route)
    }

    static func encoded(_ id: String) throws -> EncodedEvent {
        try EventCodec.encode(draft(id), sequence: 1, recordedTime: now, partitioning: .standard)
    }

    static func parked(
        _ id: String, consumer: String = "pool", key: String = "10512345678", cause: String = "undecodable",
        attempts: Int = 1
    ) -> ParkedEvent {
        ParkedEvent(
            consumer: consumer, eventID: id, key: key, cause: cause, detail: "field 3", attempts: attempts,
            parkedAt: now, bytes: Array("bytes of \(id)".utf8), routingKey: "vnaccs.declaration.p03")
    }

    static func change(
        _ writes: ControlChange.Write..., action: String = "receiver.pause", reason: String = "rehearsal"
    ) -> ControlChange {
        ControlChange(
            writes: writes, at: now, actor: "lan", action: action, subject: "vnaccs", reason: reason, before: "open",
            after: "holding")
    }

    static func write(_ key: String, expected: Int64?, value: String?) -> ControlChange.Write {
        ControlChange.Write(kind: "receiver", key: key, expected: expected, value: value.map { Array($0.utf8) })
    }
}

extension OutboxStore {
    func unsentIDs(after position: Int64 = 0, limit: Int = 1000, heldBack: Set<String> = []) async throws -> [String] {
        try await unsent(after: position, limit: limit, heldBack: heldBack).map(\.event.id)
    }
}
