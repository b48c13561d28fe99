import Bus
import GRDB

/// The tables of the control store.
enum ControlTables {
    static func create(_ db: Database) throws {
        try db.execute(sql: """
            -- A deleted record stays with a NULL value: one that comes back goes on counting its generations.
            CREATE TABLE record(
              kind TEXT NOT NULL,
              key TEXT NOT NULL,
              generation INTEGER NOT NULL,
              value BLOB,
              PRIMARY KEY(kind, key)
            ) STRICT;

            CREATE TABLE log(
              sequence INTEGER PRIMARY KEY,
              at INTEGER NOT NULL,
              actor TEXT NOT NULL,
              action TEXT NOT NULL,
              subject TEXT NOT NULL,
              reason TEXT NOT NULL,
              before TEXT NOT NULL,
              after TEXT NOT NULL,
              hash TEXT NOT NULL
            ) STRICT;

            -- Not a lock against an attacker, who is found by the hashes, but against a slip of the hand.
            CREATE TRIGGER log_is_append_only BEFORE UPDATE ON log
            BEGIN SELECT raise(ABORT, 'the control log is append-only'); END;
            CREATE TRIGGER log_is_kept BEFORE DELETE ON log
            BEGIN SELECT raise(ABORT, 'the control log is append-only'); END;
            """)
    }

    static func record(_ db: Database, _ kind: String, _ key: String) throws -> ControlRecord? {
        try db.first(
            "SELECT kind, key, generation, value FROM record WHERE kind = ? AND key = ? AND value IS NOT NULL",
            .text(kind), .text(key), make: record)
    }

    static func records(_ db: Database, _ kind: String) throws -> [ControlRecord] {
        try db.rows(
            "SELECT kind, key, generation, value FROM record WHERE kind = ? AND value IS NOT NULL ORDER BY key",
            .text(kind), make: record)
    }

    static func apply(_ db: Database, _ write: ControlChange.Write) throws {
        let stored = try db.first(
            "SELECT generation, value IS NOT NULL FROM record WHERE kind = ? AND key = ?", .text(write.kind),
            .text(write.key)) { (generation: $0.integer(0), exists: $0.integer(1) != 0) }
        let current = stored.map { $0.exists ? $0.generation : 0 } ?? 0
        if let expected = write.expected, expected != current { throw StoreError.conflict(write, found: current) }
        try db.run(
            "INSERT OR REPLACE INTO record VALUES (?,?,?,?)", .text(write.kind), .text(write.key),
            .integer((stored?.generation ?? 0) + 1), .blob(write.value))
    }

    static func append(_ db: Database, _ change: ControlChange) throws -> ControlLogEntry {
        let last = try db.first("SELECT sequence, hash FROM log ORDER BY sequence DESC LIMIT 1") {
            (sequence: $0.integer(0), hash: $0.text(1))
        }
        let entry = ControlChain.entry(
            for: change, sequence: (last?.sequence ?? 0) + 1, after: last?.hash ?? ControlChain.origin)
        try db.run(
            "INSERT INTO log VALUES (?,?,?,?,?,?,?,?,?)", .integer(entry.sequence), .integer(entry.at.milliseconds),
            .text(entry.actor), .text(entry.action), .text(entry.subject), .text(entry.reason), .text(entry.before),
            .text(entry.after), .text(entry.hash))
        return entry
    }

    static func log(_ db: Database, after sequence: Int64, limit: Int) throws -> [ControlLogEntry] {
        try db.rows(
            "SELECT sequence, at, actor, action, subject, reason, before, after, hash FROM log WHERE sequence > ? ORDER BY sequence LIMIT ?",
            .integer(sequence), .integer(Int64(max(0, limit)))
        ) {
            ControlLogEntry(
                sequence: $0.integer(0), at: $0.time(1), actor: $0.text(2), action: $0.text(3), subject: $0.text(4),
                reason: $0.text(5), before: $0.text(6), after: $0.text(7), hash: $0.text(8))
        }
    }

    private static func record(_ row: SQLRow) throws -> ControlRecord {
        ControlRecord(kind: row.text(0), key: row.text(1), generation: row.integer(2), value: row.blob(3))
    }
}

extension SQLiteSchema {
    static let control = SQLiteSchema(
        // "LTco"
        applicationID: 0x4C54_636F, name: "control store", steps: [(id: "1 control", migrate: ControlTables.create)])
}
