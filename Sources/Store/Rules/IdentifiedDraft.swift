import Bus
import JSON

/// A draft with what tells its content from another one of the same id.
///
/// It is computed where the caller runs, so that the one writer of a store has less to do.
struct IdentifiedDraft: Sendable {
    let draft: EventDraft
    /// Covers everything the producer states, except `traceparent`: a message that is handed over once more arrives in
    /// another trace and is the same message.
    let content: Fingerprint

    init(_ draft: EventDraft) {
        self.draft = draft
        var writer = JSONWriter(reserving: 1024)
        writer.beginArray()
        writer.string(draft.id)
        writer.string(draft.source)
        writer.string(draft.type.rawValue)
        writer.value(draft.subject.map(JSONValue.string) ?? .null)
        writer.value(.integer(draft.time.milliseconds))
        writer.string(draft.partitionKey)
        writer.value(draft.data)
        writer.endArray()
        content = Fingerprint(of: writer.bytes)
    }
}
