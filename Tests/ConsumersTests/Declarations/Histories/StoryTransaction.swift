import Bus
import Events
import Store

/// A ledger of one history, without copies of its contents: a hundred thousand of them have to be made. Used by one task.
final class StoryTransaction: LedgerTransaction {
    private var inbox: Set<InboxEntry> = []
    private var references: [String: String] = [:]
    private var waiting: [String: [EncodedEvent]] = [:]
    private(set) var records: [String: DeclarationRecord] = [:]
    /// Ids of the applied events, by declaration.
    private(set) var history: [String: Set<String>] = [:]
    private(set) var emitted: [EventDraft] = []

    func enter(_ event: InboxEntry, inboxOf consumer: String) throws(StoreError) -> Bool { inbox.insert(event).inserted }
    func declaration(_ key: String) throws(StoreError) -> DeclarationRecord? { records[key] }
    func save(_ declaration: DeclarationRecord, applied written: WrittenHistory) throws(StoreError) {
        records[declaration.key] = declaration
        history[declaration.key, default: []].formUnion(written.events.map(\.id))
    }
    func define(_ reference: String, as key: String) throws(StoreError) { references[reference] = key }
    func resolve(_ reference: String) throws(StoreError) -> String? { references[reference] }
    func await(_ reference: String, event: EncodedEvent) throws(StoreError) {
        if waiting[reference]?.contains(where: { $0.id == event.id }) != true { waiting[reference, default: []].append(event) }
    }
    func takeWaiting(for reference: String) throws(StoreError) -> [EncodedEvent] {
        waiting.removeValue(forKey: reference) ?? []
    }
    /// Not counted: nothing of a history that is told here is refused.
    var changeCount: Int { 0 }
    func emit(_ written: WrittenDraft) throws(StoreError) { emitted.append(written.draft) }

    // What the pool never asks for.
    func value(_ key: String, of consumer: String) throws(StoreError) -> [UInt8]? { throw Self.unexpected }
    func setValue(_ value: [UInt8]?, _ key: String, of consumer: String) throws(StoreError) { throw Self.unexpected }
    func park(_ event: ParkedEvent) throws(StoreError) { throw Self.unexpected }
    func isBlocked(key: String, consumer: String) throws(StoreError) -> Bool { throw Self.unexpected }
    func parked(consumer: String, key: String) throws(StoreError) -> [ParkedEvent] { throw Self.unexpected }
    func settleParked(_ eventID: String, consumer: String, discardedBecause reason: String?) throws(StoreError) {
        throw Self.unexpected
    }
    func noteAttempt(at eventID: String, consumer: String) throws(StoreError) -> Int { throw Self.unexpected }
    func forgetAttempts(at eventID: String, consumer: String) throws(StoreError) { throw Self.unexpected }
    func claim(partition: String) throws(StoreError) -> Int64 { throw Self.unexpected }
    func assertOwner(of partition: String, epoch: Int64) throws(StoreError) { throw Self.unexpected }

    private static let unexpected = StoreError(.invalid, "the pool has no business with this")
}
