import Bus
import GRDB

/// What can be read from a ledger, inside a transaction or beside it.
enum LedgerReader {
    static func declaration(_ db: Database, _ key: String) throws -> DeclarationRecord? {
        try db.first("SELECT key, status, state FROM declaration WHERE key = ?", .text(key), make: declaration)
    }

    /// - Returns: at most `limit` declarations whose key is greater, in order of key.
    static func declarations(_ db: Database, after key: String, limit: Int) throws -> [DeclarationRecord] {
        try db.rows(
            "SELECT key, status, state FROM declaration WHERE key > ? ORDER BY key LIMIT ?", .text(key),
            .integer(Int64(limit)), make: declaration)
    }

    static func history(_ db: Database, of key: String) throws -> [AppliedEvent] {
        try AppliedLines.read(try lines(db, of: key))
    }

    static func counts(_ db: Database) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        try db.forEachRow("SELECT status, count(*) FROM declaration GROUP BY status", []) {
            counts[$0.text(0)] = Int($0.integer(1))
        }
        return counts
    }

    static func waiting(_ db: Database, for reference: String) throws -> [EncodedEvent] {
        try db.rows(
            "SELECT id, type, time, key, routing, body FROM waiting WHERE reference = ? ORDER BY arrival", .text(reference)
        ) {
            guard let type = EventType($0.text(1)) else {
                throw StoreError(.corrupt, "a waiting event has an unknown form of type")
            }
            return EncodedEvent(
                id: $0.text(0), type: type, time: $0.time(2), partitionKey: $0.text(3), routingKey: $0.text(4),
                bytes: $0.blob(5))
        }
    }

    /// nil for a consumer without any event.
    static func number(_ db: Database, of consumer: String) throws -> Int64? {
        try db.first("SELECT id FROM consumer WHERE name = ?", .text(consumer)) { $0.integer(0) }
    }

    /// Ids of those that are in the consumer's inbox.
    static func processed(_ db: Database, _ events: ArraySlice<InboxEntry>, by consumer: String) throws -> [String] {
        guard let number = try number(db, of: consumer) else { return [] }
        let hasUnkeyed = try hasUnkeyed(db)
        // Events of one key often stand side by side.
        var (key, lines): (String?, [UInt8]) = (nil, [])
        return try events.filter { event in
            if consumer == DeclarationRecord.consumer {
                if key != event.key { (key, lines) = (event.key, try self.lines(db, of: event.key)) }
                if try AppliedLines.contain(event.id, in: lines) { return true }
            }
            if try isEntered(db, event, number) { return true }
            return try hasUnkeyed && isEnteredUnkeyed(db, event.id, number)
        }.map(\.id)
    }

    /// - Parameter number: of the consumer.
    static func isEntered(_ db: Database, _ event: InboxEntry, _ number: Int64) throws -> Bool {
        try db.first(
            "SELECT 1 FROM inbox WHERE consumer = ? AND key = ? AND event = ?", .integer(number), .text(event.key),
            .text(event.id)) { _ in true } ?? false
    }

    /// In an inbox of before they had keys.
    static func isEnteredUnkeyed(_ db: Database, _ id: String, _ number: Int64) throws -> Bool {
        try db.first("SELECT 1 FROM inbox_unkeyed WHERE consumer = ? AND event = ?", .integer(number), .text(id)) { _ in true }
            ?? false
    }

    static func hasUnkeyed(_ db: Database) throws -> Bool {
        try db.first("SELECT 1 FROM inbox_unkeyed LIMIT 1") { _ in true } ?? false
    }

    private static func lines(_ db: Database, of key: String) throws -> [UInt8] {
        try db.first("SELECT history FROM declaration WHERE key = ?", .text(key)) { $0.blob(0) } ?? []
    }

    static func value(_ db: Database, _ key: String, of consumer: String) throws -> [UInt8]? {
        try db.first(
            "SELECT value FROM consumer_value WHERE consumer = ? AND key = ?", .text(consumer), .text(key)) { $0.blob(0) }
    }

    /// In the order of the keys' bytes; `end` is the first key that no longer begins with the prefix, nil for none such.
    static func values(
        _ db: Database, of consumer: String, prefix: String, after: String?, limit: Int
    ) throws -> [ConsumerValue] {
        var values: [ConsumerValue] = []
        try db.forEachRow(
            "SELECT key, value FROM consumer_value WHERE consumer = ? AND key >= ? AND key > ? ORDER BY key LIMIT ?",
            [.text(consumer), .text(prefix), .text(after ?? ""), .integer(Int64(max(0, limit)))]
        ) { row in
            let key = row.text(0)
            if key.utf8.starts(with: prefix.utf8) { values.append(ConsumerValue(key: key, value: row.blob(1))) }
        }
        return values
    }

    static func epoch(_ db: Database, of partition: String) throws -> Int64 {
        try db.first("SELECT epoch FROM owner WHERE partition = ?", .text(partition)) { $0.integer(0) } ?? 0
    }

    /// Oldest first; nil for any consumer, any key.
    static func parked(_ db: Database, consumer: String?, key: String?, limit: Int) throws -> [ParkedEvent] {
        var conditions = "1"
        var values: [SQLValue] = []
        if let consumer {
            conditions += " AND consumer = ?"
            values.append(.text(consumer))
        }
        if let key {
            conditions += " AND key = ?"
            values.append(.text(key))
        }
        values.append(.integer(Int64(max(0, limit))))
        var events: [ParkedEvent] = []
        try db.forEachRow(
            "SELECT \(LedgerTables.parkedColumns) FROM parked WHERE \(conditions) ORDER BY arrival LIMIT ?", values
        ) { row in
            events.append(
                ParkedEvent(
                    consumer: row.text(0), eventID: row.text(1), key: row.text(2), cause: row.text(3),
                    detail: row.text(4), attempts: Int(row.integer(5)), parkedAt: row.time(6), bytes: row.blob(7),
                    routingKey: row.text(8)))
        }
        return events
    }

    static func parkedIDs(_ db: Database) throws -> (parked: Set<String>, discarded: Set<String>) {
        (
            Set(try db.rows("SELECT event FROM parked") { $0.text(0) }),
            Set(try db.rows("SELECT event FROM discarded") { $0.text(0) })
        )
    }

    private static func declaration(_ row: SQLRow) throws -> DeclarationRecord {
        DeclarationRecord(key: row.text(0), status: row.text(1), state: row.blob(2))
    }
}
