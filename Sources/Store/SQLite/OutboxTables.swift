import GRDB

/// The tables of an outbox; a gateway's file and a ledger's both have them.
///
/// What an event costs: one row in `outbox_event`, one in its index of ids, one byte in `outbox_unsent`. All of them grow at a
/// few edges, so a transaction touches few pages however many rows lie behind: ids are compared as they are, not as hashes,
/// because systems number their messages in order (see decision 0012).
/// Rows of `outbox_event` are never changed: whether one was sent is told by `outbox_unsent`, a small table, instead of
/// rewriting the page that holds its body.
enum OutboxTables {
    static func create(_ db: Database) throws {
        try db.execute(sql: """
            CREATE TABLE outbox_lane(
              id INTEGER PRIMARY KEY,
              system TEXT NOT NULL,
              route TEXT NOT NULL,
              UNIQUE(system, route)
            ) STRICT;

            -- By the position of the first event that was made of it.
            CREATE TABLE outbox_native(
              id INTEGER PRIMARY KEY,
              system TEXT NOT NULL,
              form TEXT NOT NULL,
              correlation TEXT NOT NULL,
              received INTEGER NOT NULL,
              bytes BLOB NOT NULL
            ) STRICT;

            CREATE TABLE outbox_event(
              position INTEGER PRIMARY KEY,
              lane INTEGER NOT NULL,
              native INTEGER,
              recorded INTEGER NOT NULL,
              time INTEGER NOT NULL,
              id TEXT NOT NULL UNIQUE,
              type TEXT NOT NULL,
              key TEXT NOT NULL,
              routing TEXT NOT NULL,
              content BLOB,
              body BLOB NOT NULL
            ) STRICT;

            -- Holds all that the account asks, so that counting a day does not read the bodies.
            CREATE INDEX outbox_event_account ON outbox_event(recorded, lane, id, routing);

            -- See UnsentStretch.
            CREATE TABLE outbox_unsent(
              first INTEGER PRIMARY KEY,
              lanes BLOB NOT NULL
            ) STRICT;

            -- The next position, so that none is given twice even when rows get removed one day.
            CREATE TABLE outbox_next(id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL) STRICT;
            INSERT INTO outbox_next VALUES (1, 1);

            CREATE TABLE outbox_refused(
              id INTEGER PRIMARY KEY,
              fingerprint BLOB NOT NULL UNIQUE,
              system TEXT NOT NULL,
              received INTEGER NOT NULL,
              code TEXT NOT NULL,
              reason TEXT NOT NULL,
              times INTEGER NOT NULL,
              bytes BLOB NOT NULL
            ) STRICT;
            CREATE INDEX outbox_refused_received ON outbox_refused(received, system);
            """)
    }

    /// A native message in the row of the first event that was made of it, which nearly always is its only one, instead of in a
    /// row of another table. Its columns are the last, so that whoever reads events does not read over it.
    static func moveNatives(_ db: Database) throws {
        try db.execute(sql: """
            ALTER TABLE outbox_event ADD COLUMN form TEXT;
            ALTER TABLE outbox_event ADD COLUMN correlation TEXT;
            ALTER TABLE outbox_event ADD COLUMN message BLOB;
            UPDATE outbox_event SET form = n.form, correlation = n.correlation, message = n.bytes
              FROM outbox_native n WHERE n.id = outbox_event.position;
            DROP TABLE outbox_native;
            """)
    }

    /// The native message as an LZ4 frame instead of in `message`. What was stored before stays there, and so does what a frame
    /// does not make smaller.
    static func packNatives(_ db: Database) throws {
        try db.execute(sql: "ALTER TABLE outbox_event ADD COLUMN packed BLOB")
    }

    static let columns = "e.position, l.route, e.id, e.type, e.time, e.key, e.routing, e.body"
    static let rows = "SELECT \(columns) FROM outbox_event e JOIN outbox_lane l ON l.id = e.lane"
}
