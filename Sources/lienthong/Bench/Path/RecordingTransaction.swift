import Bus
import JSON
import Store

/// Passes everything on and keeps what is written.
final class RecordingTransaction: LedgerTransaction {
    private let transaction: any LedgerTransaction
    private let template: PastTemplate
    private(set) var writes: [PastWrite] = []

    init(_ transaction: any LedgerTransaction, _ template: PastTemplate) {
        self.transaction = transaction
        self.template = template
    }

    private func text(_ text: String) -> PastText { PastText(text, template) }

    func enter(_ event: InboxEntry, inboxOf consumer: String) throws(StoreError) -> Bool {
        let isNew = try transaction.enter(event, inboxOf: consumer)
        if isNew { writes.append(.enter(text(event.id), key: text(event.key), consumer: consumer)) }
        return isNew
    }

    func save(_ declaration: DeclarationRecord, applied history: WrittenHistory) throws(StoreError) {
        try transaction.save(declaration, applied: history)
        writes.append(
            .save(
                key: text(declaration.key), status: declaration.status, state: PastText(declaration.state, template),
                applied: history.events.map { PastWrite.PastLine(id: text($0.id), event: $0) }))
    }

    func define(_ reference: String, as key: String) throws(StoreError) {
        try transaction.define(reference, as: key)
        writes.append(.define(text(reference), as: text(key)))
    }

    func await(_ reference: String, event: EncodedEvent) throws(StoreError) {
        try transaction.await(reference, event: event)
        let past = PastWrite.PastEvent(
            id: text(event.id), key: text(event.partitionKey), bytes: PastText(event.bytes, template), event: event)
        writes.append(.await(text(reference), event: past))
    }

    func takeWaiting(for reference: String) throws(StoreError) -> [EncodedEvent] {
        let events = try transaction.takeWaiting(for: reference)
        writes.append(.takeWaiting(text(reference)))
        return events
    }

    func emit(_ written: WrittenDraft) throws(StoreError) {
        try transaction.emit(written)
        let draft = written.draft
        var texts: [(key: String, value: PastText)] = []
        if case .object(let object) = draft.data {
            for member in object.members {
                guard let value = member.value.string else { continue }
                let past = text(value)
                if !past.marks.isEmpty { texts.append((member.key, past)) }
            }
        }
        writes.append(
            .emit(
                PastWrite.PastDraft(
                    draft: draft, id: text(draft.id), key: text(draft.partitionKey), subject: draft.subject.map(text),
                    texts: texts)))
    }

    // MARK: What the pool asks, and what no simulated event leads to

    var changeCount: Int { transaction.changeCount }

    func declaration(_ key: String) throws(StoreError) -> DeclarationRecord? { try transaction.declaration(key) }

    func resolve(_ reference: String) throws(StoreError) -> String? { try transaction.resolve(reference) }

    func value(_ key: String, of consumer: String) throws(StoreError) -> [UInt8]? {
        try transaction.value(key, of: consumer)
    }

    func setValue(_ value: [UInt8]?, _ key: String, of consumer: String) throws(StoreError) {
        try transaction.setValue(value, key, of: consumer)
    }

    func park(_ event: ParkedEvent) throws(StoreError) { try transaction.park(event) }

    func isBlocked(key: String, consumer: String) throws(StoreError) -> Bool {
        try transaction.isBlocked(key: key, consumer: consumer)
    }

    func parked(consumer: String, key: String) throws(StoreError) -> [ParkedEvent] {
        try transaction.parked(consumer: consumer, key: key)
    }

    func settleParked(_ eventID: String, consumer: String, discardedBecause reason: String?) throws(StoreError) {
        try transaction.settleParked(eventID, consumer: consumer, discardedBecause: reason)
    }

    func noteAttempt(at eventID: String, consumer: String) throws(StoreError) -> Int {
        try transaction.noteAttempt(at: eventID, consumer: consumer)
    }

    func forgetAttempts(at eventID: String, consumer: String) throws(StoreError) {
        try transaction.forgetAttempts(at: eventID, consumer: consumer)
    }

    func claim(partition: String) throws(StoreError) -> Int64 { try transaction.claim(partition: partition) }

    func assertOwner(of partition: String, epoch: Int64) throws(StoreError) {
        try transaction.assertOwner(of: partition, epoch: epoch)
    }
}
