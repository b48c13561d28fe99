import Bus
import JSON
import Store

/// One thing that the pool has written in a transaction of its ledger, so that it can be written anew for other declarations.
enum PastWrite: Sendable {
    case enter(PastText, key: PastText, consumer: String)
    case save(key: PastText, status: String, state: PastText, applied: [PastLine])
    case define(PastText, as: PastText)
    case await(PastText, event: PastEvent)
    case takeWaiting(PastText)
    case emit(PastDraft)

    /// An event that waits for what it refers to.
    struct PastEvent: Sendable {
        var id: PastText
        var key: PastText
        var bytes: PastText
        var event: EncodedEvent

        func made(_ copy: PastCopy) -> EncodedEvent {
            EncodedEvent(
                id: id.text(copy), type: event.type, time: event.time, partitionKey: key.text(copy),
                routingKey: event.routingKey, bytes: bytes.bytes(copy))
        }
    }

    /// A line of a declaration's history.
    struct PastLine: Sendable {
        var id: PastText
        var event: AppliedEvent

        func made(_ copy: PastCopy) -> AppliedEvent {
            var made = event
            made.id = id.text(copy)
            return made
        }
    }

    struct PastDraft: Sendable {
        var draft: EventDraft
        var id: PastText
        var key: PastText
        var subject: PastText?
        /// The members of the payload that are texts.
        var texts: [(key: String, value: PastText)]

        func made(_ copy: PastCopy) -> EventDraft {
            var made = draft
            made.id = id.text(copy)
            made.partitionKey = key.text(copy)
            made.subject = subject?.text(copy)
            if case .object(var members) = draft.data {
                for text in texts { members[text.key] = .string(text.value.text(copy)) }
                made.data = .object(members)
            }
            return made
        }
    }

    /// Writes the same for other declarations.
    func perform(_ copy: PastCopy, in transaction: any LedgerTransaction) throws(StoreError) {
        switch self {
        case .enter(let id, let key, let consumer):
            guard try transaction.enter(InboxEntry(id: id.text(copy), key: key.text(copy)), inboxOf: consumer) else {
                throw StoreError(.conflict, "an event of the past is there already")
            }
        case .save(let key, let status, let state, let applied):
            try transaction.save(
                DeclarationRecord(key: key.text(copy), status: status, state: state.bytes(copy)),
                applied: applied.map { $0.made(copy) })
        case .define(let reference, let key): try transaction.define(reference.text(copy), as: key.text(copy))
        case .await(let reference, let event): try transaction.await(reference.text(copy), event: event.made(copy))
        case .takeWaiting(let reference): _ = try transaction.takeWaiting(for: reference.text(copy))
        case .emit(let draft): try transaction.emit(draft.made(copy))
        }
    }
}
