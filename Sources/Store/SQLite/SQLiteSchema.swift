import GRDB

/// What a file of one kind contains: its mark, and the steps that bring it up to date.
struct SQLiteSchema: Sendable {
    /// SQLite's `application_id`: four letters that tell this file from any other, and an outbox from a ledger.
    let applicationID: Int32
    /// For people: `outbox`, `ledger`, `control store`.
    let name: String
    /// In order; a step that was released is never edited.
    let steps: [(id: String, migrate: @Sendable (Database) throws -> Void)]

    /// Brings the file up to date, also while other processes open the same new file.
    /// - Throws: `newerSchema` for a file with steps that are not ours, before anything in it is touched; `invalid` for
    ///   a file of another kind.
    func apply(to pool: DatabasePool) throws {
        // GRDB looks up what is done before it takes the lock, so of two processes one fails in what the other has done
        // meanwhile. It looks again as long as the schema changes, which it does some times for each step.
        var seen = -1
        while true {
            let version = try pool.read { try Int.fetchOne($0, sql: "PRAGMA schema_version") ?? 0 }
            do {
                return try bringUpToDate(pool)
            } catch let error as DatabaseError {
                guard version > seen else { throw error }
                seen = version
            }
        }
    }

    private func bringUpToDate(_ pool: DatabasePool) throws {
        var migrator = DatabaseMigrator()
        for step in steps { migrator.registerMigration(step.id, migrate: step.migrate) }
        try pool.writeWithoutTransaction { db in
            try mark(db)
            guard try !migrator.hasBeenSuperseded(db) else {
                throw StoreError(.newerSchema, "the \(name) was written by a newer version; use that version or a newer one")
            }
        }
        try migrator.migrate(pool)
    }

    private func mark(_ db: Database) throws {
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0 != applicationID else { return }
        // Both in one transaction: another process may be marking and filling the file.
        try db.inTransaction(.immediate) {
            let found = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
            guard found == applicationID || (found == 0 && isEmpty) else {
                throw StoreError(.invalid, "the file is not an lienthong \(name); name another file")
            }
            if found == 0 { try db.execute(sql: "PRAGMA application_id = \(applicationID)") }
            return .commit
        }
    }
}
