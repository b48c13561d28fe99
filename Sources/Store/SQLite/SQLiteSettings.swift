import GRDB

/// The settings that make a commit durable and the file safe, and the proof that they are in force.
///
/// Measured with power cuts: WAL with `synchronous=NORMAL`, the usual pair, loses every commit since the last checkpoint;
/// WAL with `FULL` loses none.
struct SQLiteSettings {
    /// Of a new file. Rows are of 1 to 4 KiB, of which a page of 4 KiB holds few and leaves much empty; measured, an appended
    /// event costs some 5 % less than with those.
    static let pageBytes = 8192
    /// How long a connection waits for a lock of another process before it answers `busy`.
    static let busySeconds = 5.0
    /// Page cache of the writing connection in KiB. Enough for the right edges of all tables and the inner pages of the
    /// trees; no tree of this store takes many keys in random order (see `OutboxTables`), so more would hardly be touched.
    static let writerCacheKibibytes = 32 * 1024
    static let readerCacheKibibytes = 4 * 1024
    /// Pages in the WAL at which the committing connection moves them into the database file: 16 MiB keeps the
    /// stall of that commit short and still lets a page that changes often be moved once for many changes.
    static let checkpointPages = 16 * 1024 * 1024 / pageBytes
    /// The WAL file is cut back to this after a long reader had let it grow.
    static let walBytes = 64 * 1024 * 1024

    /// See `CommitPace`. A sender's acceptance, or a mark that nobody waits for, comes later by twice as much at most; each commit
    /// less leaves about a millisecond of a processor to the events.
    static let commitInterval = Duration.milliseconds(5)

    /// For each connection as it opens.
    static func prepare(_ db: Database) throws {
        try db.execute(sql: """
            PRAGMA page_size = \(pageBytes);
            PRAGMA synchronous = FULL;
            PRAGMA fullfsync = ON;
            PRAGMA checkpoint_fullfsync = ON;
            PRAGMA cache_size = -\(readerCacheKibibytes);
            PRAGMA temp_store = MEMORY;
            PRAGMA trusted_schema = OFF;
            """)
    }

    /// For the writing connection, after the pool has switched it to WAL, which silently lowers `synchronous` to NORMAL.
    static func prepareWriter(_ db: Database) throws {
        try db.execute(sql: """
            PRAGMA synchronous = FULL;
            PRAGMA cache_size = -\(writerCacheKibibytes);
            PRAGMA wal_autocheckpoint = \(checkpointPages);
            PRAGMA journal_size_limit = \(walBytes);
            """)
        try check(db)
    }

    /// Brings what the log holds into the file, durably. After a sync that failed in a process before, the log may hold what the
    /// kernel has in memory only and counts as clean, so that no sync would ever write it; copied, it is written again. On
    /// a disk that still fails this throws, before anything is taken in hand.
    static func settle(_ db: Database) throws {
        do {
            try db.checkpoint(.passive)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Another process does it right now.
        }
    }

    /// - Throws: `unsafeSettings` naming each value that is not in force.
    static func check(_ db: Database) throws {
        let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "none"
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
        let foreignKeys = try Int.fetchOne(db, sql: "PRAGMA foreign_keys") ?? -1
        var wrong: [String] = []
        if journal != "wal" { wrong.append("journal_mode is \(journal), must be wal") }
        // 2 is FULL, 3 is EXTRA.
        if synchronous != 2 && synchronous != 3 { wrong.append("synchronous is \(synchronous), must be 2 (FULL)") }
        if foreignKeys != 1 { wrong.append("foreign_keys is \(foreignKeys), must be 1") }
        guard wrong.isEmpty else {
            throw StoreError(
                .unsafeSettings, "commits would not be durable: \(wrong.joined(separator: "; ")); use a local disk")
        }
    }
}
