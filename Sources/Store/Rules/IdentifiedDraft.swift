import Bus

/// A draft with what tells its content from another one of the same id.
///
/// It is computed where the caller runs, so that the one writer of a store has less to do. A class, because on its way
/// there a draft would be copied with all its parts several times.
final class IdentifiedDraft: Sendable {
    let written: WrittenDraft
    /// Covers everything the producer states, except `traceparent`: a message that is handed over once more arrives in
    /// another trace and is the same message.
    let content: Fingerprint

    var draft: EventDraft { written.draft }

    init(_ draft: EventDraft) {
        written = WrittenDraft(draft)
        // The text cannot tell apart times that no event can have.
        content = Fingerprint(
            of: draft.time.isWritable ? written.text : written.text + Array(String(draft.time.milliseconds).utf8))
    }
}
