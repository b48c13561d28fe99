import GRDB

/// What a file of one kind contains: its mark, and the steps that bring it up to date.
struct SQLiteSchema: Sendable {
    /// SQLite's `application_id`: four letters that tell this file from any other, and an outbox from a ledger.
    let applicationID: Int32
    /// For people: `outbox`, `ledger`, `control store`.
    let name: String
    /// In order; a step that was released is never edited.
    let steps: [(id: String, migrate: @Sendable (Database) throws -> Void)]

    /// Brings the file up to date.
    /// - Throws: `newerSchema` for a file with steps that are not ours, before anything in it is touched; `invalid` for
    ///   a file of another kind.
    func apply(to pool: DatabasePool) throws {
        var migrator = DatabaseMigrator()
        for step in steps { migrator.registerMigration(step.id, migrate: step.migrate) }
        try pool.writeWithoutTransaction { db in
            let found = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
            guard found == applicationID || (found == 0 && isEmpty) else {
                throw StoreError(.invalid, "the file is not an lienthong \(name); name another file")
            }
            guard try !migrator.hasBeenSuperseded(db) else {
                throw StoreError(.newerSchema, "the \(name) was written by a newer version; use that version or a newer one")
            }
            if found == 0 { try db.execute(sql: "PRAGMA application_id = \(applicationID)") }
        }
        try migrator.migrate(pool)
    }
}
