import GRDB

/// The tables of a ledger, beside those of its outbox.
enum LedgerTables {
    static func create(_ db: Database) throws {
        try db.execute(sql: """
            CREATE TABLE consumer(
              id INTEGER PRIMARY KEY,
              name TEXT NOT NULL UNIQUE
            ) STRICT;

            -- Which events a consumer has taken in. Kept for ever: a copy may be replayed after years.
            CREATE TABLE inbox(
              consumer INTEGER NOT NULL,
              event TEXT NOT NULL,
              PRIMARY KEY(consumer, event)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE declaration(
              key TEXT PRIMARY KEY,
              status TEXT NOT NULL,
              state BLOB NOT NULL
            ) STRICT;
            CREATE INDEX declaration_status ON declaration(status);

            CREATE TABLE history(
              declaration TEXT NOT NULL,
              id TEXT NOT NULL,
              type TEXT NOT NULL,
              time INTEGER NOT NULL,
              source TEXT NOT NULL,
              PRIMARY KEY(declaration, id)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE reference(
              reference TEXT PRIMARY KEY,
              declaration TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE waiting(
              arrival INTEGER PRIMARY KEY AUTOINCREMENT,
              reference TEXT NOT NULL,
              id TEXT NOT NULL,
              type TEXT NOT NULL,
              time INTEGER NOT NULL,
              key TEXT NOT NULL,
              routing TEXT NOT NULL,
              body BLOB NOT NULL,
              UNIQUE(reference, id)
            ) STRICT;

            CREATE TABLE parked(
              arrival INTEGER PRIMARY KEY AUTOINCREMENT,
              consumer TEXT NOT NULL,
              event TEXT NOT NULL,
              key TEXT NOT NULL,
              cause TEXT NOT NULL,
              detail TEXT NOT NULL,
              attempts INTEGER NOT NULL,
              parked INTEGER NOT NULL,
              routing TEXT NOT NULL,
              bytes BLOB NOT NULL,
              UNIQUE(consumer, event)
            ) STRICT;
            CREATE INDEX parked_key ON parked(consumer, key);

            CREATE TABLE discarded(
              consumer TEXT NOT NULL,
              event TEXT NOT NULL,
              key TEXT NOT NULL,
              cause TEXT NOT NULL,
              detail TEXT NOT NULL,
              attempts INTEGER NOT NULL,
              parked INTEGER NOT NULL,
              routing TEXT NOT NULL,
              bytes BLOB NOT NULL,
              reason TEXT NOT NULL,
              discarded INTEGER NOT NULL,
              PRIMARY KEY(consumer, event)
            ) STRICT;

            CREATE TABLE owner(
              partition TEXT PRIMARY KEY,
              epoch INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            """)
    }

    /// Attempts at events that may kill the process; a row lives from before an attempt to its end.
    static func createAttempts(_ db: Database) throws {
        try db.execute(sql: """
            CREATE TABLE attempt(
              consumer TEXT NOT NULL,
              event TEXT NOT NULL,
              count INTEGER NOT NULL,
              PRIMARY KEY(consumer, event)
            ) STRICT, WITHOUT ROWID;
            """)
    }

    /// What consumers other than the pool keep.
    static func createValues(_ db: Database) throws {
        try db.execute(sql: """
            CREATE TABLE consumer_value(
              consumer TEXT NOT NULL,
              key TEXT NOT NULL,
              value BLOB NOT NULL,
              PRIMARY KEY(consumer, key)
            ) STRICT, WITHOUT ROWID;
            """)
    }

    /// A declaration's history in its own row (see `AppliedLines`), instead of a table with a row for each event.
    static func moveHistory(_ db: Database) throws {
        try db.execute(sql: """
            ALTER TABLE declaration ADD COLUMN history TEXT NOT NULL DEFAULT '';
            UPDATE declaration SET history = (
              SELECT coalesce(group_concat(json_array(h.id, h.type, h.time, h.source) || char(10), ''), '')
              FROM history h WHERE h.declaration = declaration.key
            );
            DROP TABLE history;
            """)
    }

    /// Inboxes by partition key, so that a batch's events share their pages. What was taken in before stays where it is, since
    /// its keys are not known there.
    static func keyInboxes(_ db: Database) throws {
        try db.execute(sql: """
            ALTER TABLE inbox RENAME TO inbox_unkeyed;
            CREATE TABLE inbox(
              consumer INTEGER NOT NULL,
              key TEXT NOT NULL,
              event TEXT NOT NULL,
              PRIMARY KEY(consumer, key, event)
            ) STRICT, WITHOUT ROWID;
            """)
    }

    /// - Parameter number: of the consumer.
    /// - Returns: false when it is there already.
    static func enter(_ entry: InboxEntry, _ number: Int64, _ db: Database) throws -> Bool {
        try db.add(
            "INSERT OR IGNORE INTO inbox VALUES (?,?,?)", .integer(number), .text(entry.key), .text(entry.id))
    }

    static let parkedColumns = "consumer, event, key, cause, detail, attempts, parked, bytes, routing"
}

extension SQLiteSchema {
    static let ledger = SQLiteSchema(
        // "LTle"
        applicationID: 0x4C54_6C65, name: "ledger",
        steps: [
            (id: "1 outbox", migrate: OutboxTables.create), (id: "1 ledger", migrate: LedgerTables.create),
            (id: "2 attempts", migrate: LedgerTables.createAttempts), (id: "3 values", migrate: LedgerTables.createValues),
            (id: "4 blocks", migrate: OutboxBlocks.create), (id: "5 history", migrate: LedgerTables.moveHistory),
            (id: "6 natives", migrate: OutboxTables.moveNatives),
            (id: "7 packed", migrate: OutboxTables.packNatives), (id: "8 inboxes", migrate: LedgerTables.keyInboxes),
        ])
}
