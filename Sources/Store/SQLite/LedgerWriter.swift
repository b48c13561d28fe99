import Bus
import GRDB

/// What a ledger's writer remembers: its outbox, and the numbers of its consumers.
final class LedgerWriter: OutboxWriterOwner {
    let outbox: OutboxWriter
    /// Given to the transactions; see `SQLiteLedgerTransaction`.
    let now: @Sendable () -> Timestamp
    /// A handful: one for each consumer of this process.
    private var consumers: [String: Int64] = [:]
    private var marked: [String: Int64] = [:]
    /// Whether the file has inboxes of before they had keys; nil until asked. Nothing is added to them any more.
    private var unkeyed: Bool?

    init(partitioning: Partitioning, tail: OutboxTail, now: @escaping @Sendable () -> Timestamp) {
        outbox = OutboxWriter(partitioning: partitioning, tail: tail)
        self.now = now
    }

    func begin(_ db: Database) throws { try outbox.begin(db) }

    func mark() {
        outbox.mark()
        marked = consumers
    }

    func undo() {
        outbox.undo()
        consumers = marked
    }

    func end(_ db: Database) throws { try outbox.end(db) }

    func committed() { outbox.committed() }

    func forget() {
        outbox.forget()
        consumers = [:]
        unkeyed = nil
    }

    /// Whether an event may be in an inbox of before they had keys.
    func hasUnkeyed(_ db: Database) throws -> Bool {
        if let unkeyed { return unkeyed }
        let answer = try LedgerReader.hasUnkeyed(db)
        unkeyed = answer
        return answer
    }

    /// The number under which the consumer's events are in the inbox; given at its first event, and never changed.
    func number(of consumer: String, _ db: Database) throws -> Int64 {
        if let number = consumers[consumer] { return number }
        try db.run("INSERT OR IGNORE INTO consumer(name) VALUES (?)", .text(consumer))
        guard let number = try LedgerReader.number(db, of: consumer) else {
            throw StoreError(.corrupt, "a consumer that was stored cannot be read")
        }
        consumers[consumer] = number
        return number
    }
}
