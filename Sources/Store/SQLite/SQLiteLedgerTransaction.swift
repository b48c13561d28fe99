import Bus
import GRDB

/// One open transaction of a `SQLiteLedger`, on the writing connection's queue.
///
/// It ends with `close()`: one that a body has smuggled out refuses everything from then on, instead of writing into
/// somebody else's transaction.
final class SQLiteLedgerTransaction: LedgerTransaction {
    private let db: Database
    private let writer: LedgerWriter
    private var isOpen = true
    /// Whether anything is parked at all, which most of the time nothing is; nil until asked.
    var hasParked: Bool?
    private var declarations = DeclarationInbox()

    init(_ db: Database, _ writer: LedgerWriter) {
        self.db = db
        self.writer = writer
    }

    /// Writes what was held back, before the commit.
    func finish() throws(StoreError) { try access { try declarations.finish(writer, $0) } }

    func close() { isOpen = false }

    func enter(_ event: InboxEntry, inboxOf consumer: String) throws(StoreError) -> Bool {
        try access { db in
            if consumer == DeclarationRecord.consumer { return try declarations.enter(event, writer, db) }
            let number = try writer.number(of: consumer, db)
            if try writer.hasUnkeyed(db), try LedgerReader.isEnteredUnkeyed(db, event.id, number) { return false }
            return try LedgerTables.enter(event, number, db)
        }
    }

    func declaration(_ key: String) throws(StoreError) -> DeclarationRecord? {
        try access { db in
            if let record = declarations.takeRecord(key) { return record }
            return try LedgerReader.declaration(db, key)
        }
    }

    func save(_ declaration: DeclarationRecord, applied history: WrittenHistory) throws(StoreError) {
        try access { db in
            try db.run(
                """
                INSERT INTO declaration(key, status, state, history) VALUES (?,?,?,?)
                ON CONFLICT(key) DO UPDATE SET
                status = excluded.status, state = excluded.state, history = history || excluded.history
                """, .text(declaration.key), .text(declaration.status), .blob(declaration.state),
                .text(history.text))
            declarations.applied(history.events, to: declaration.key)
        }
    }

    func define(_ reference: String, as key: String) throws(StoreError) {
        try access { db in
            try db.run(
                "INSERT INTO reference VALUES (?,?) ON CONFLICT(reference) DO UPDATE SET declaration = excluded.declaration",
                .text(reference), .text(key))
        }
    }

    func resolve(_ reference: String) throws(StoreError) -> String? {
        try access { db in
            try db.first("SELECT declaration FROM reference WHERE reference = ?", .text(reference)) { $0.text(0) }
        }
    }

    func await(_ reference: String, event: EncodedEvent) throws(StoreError) {
        try access { db in
            try db.run(
                """
                INSERT OR IGNORE INTO waiting(reference, id, type, time, key, routing, body) VALUES (?,?,?,?,?,?,?)
                """, .text(reference), .text(event.id), .text(event.type.rawValue), .integer(event.time.milliseconds),
                .text(event.partitionKey), .text(event.routingKey), .blob(event.bytes))
        }
    }

    func takeWaiting(for reference: String) throws(StoreError) -> [EncodedEvent] {
        try access { db in
            let events = try LedgerReader.waiting(db, for: reference)
            if !events.isEmpty { try db.run("DELETE FROM waiting WHERE reference = ?", .text(reference)) }
            return events
        }
    }

    func value(_ key: String, of consumer: String) throws(StoreError) -> [UInt8]? {
        try access { try LedgerReader.value($0, key, of: consumer) }
    }

    func setValue(_ value: [UInt8]?, _ key: String, of consumer: String) throws(StoreError) {
        try ConsumerValue.check(key, value)
        try access { db in
            guard let value else {
                return try db.run(
                    "DELETE FROM consumer_value WHERE consumer = ? AND key = ?", .text(consumer), .text(key))
            }
            try db.run("INSERT OR REPLACE INTO consumer_value VALUES (?,?,?)", .text(consumer), .text(key), .blob(value))
        }
    }

    func emit(_ written: WrittenDraft) throws(StoreError) {
        try access { try writer.outbox.emit($0, written, recorded: writer.now()) }
    }

    func claim(partition: String) throws(StoreError) -> Int64 {
        try access { db in
            try db.run(
                "INSERT INTO owner VALUES (?,1) ON CONFLICT(partition) DO UPDATE SET epoch = epoch + 1", .text(partition))
            return try LedgerReader.epoch(db, of: partition)
        }
    }

    func assertOwner(of partition: String, epoch: Int64) throws(StoreError) {
        try access { db in
            let highest = try LedgerReader.epoch(db, of: partition)
            guard highest <= epoch else {
                throw StoreError.fenced(partition: partition, epoch: epoch, by: highest)
            }
        }
    }

    var changeCount: Int { db.totalChangesCount + declarations.count }

    /// For the extension that parks.
    func now() -> Timestamp { writer.now() }

    func access<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        guard isOpen else { throw StoreError(.closed, "the transaction has ended") }
        do {
            return try body(db)
        } catch {
            throw StoreError(sqlite: error, doing: "in a ledger transaction")
        }
    }
}
