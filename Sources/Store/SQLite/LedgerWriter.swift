import Bus
import GRDB

/// What a ledger's writer remembers: its outbox and its inbox.
final class LedgerWriter: OutboxWriterOwner {
    let outbox: OutboxWriter
    let inbox = KeyIndex(LedgerTables.inbox)
    /// Given to the transactions; see `SQLiteLedgerTransaction`.
    let now: @Sendable () -> Timestamp

    init(partitioning: Partitioning, now: @escaping @Sendable () -> Timestamp) {
        outbox = OutboxWriter(partitioning: partitioning)
        self.now = now
    }

    func begin(_ db: Database) throws {
        try outbox.begin(db)
        try inbox.begin(db)
    }

    func mark() {
        outbox.mark()
        inbox.mark()
    }

    func undo() {
        outbox.undo()
        inbox.undo()
    }

    func end(_ db: Database) throws {
        try outbox.end(db)
        try inbox.end(db)
    }

    func forget() {
        outbox.forget()
        inbox.forget()
    }

    /// One key for the consumer and the event; the length keeps `a` + `bc` and `ab` + `c` apart.
    static func inboxKey(_ eventID: String, _ consumer: String) -> Fingerprint {
        Fingerprint(of: Array("\(consumer.utf8.count):\(consumer)\(eventID)".utf8))
    }
}
