import GRDB

extension KeyIndex {
    /// The tables of one index, and its statements.
    struct Tables: Sendable {
        let prefix: String

        func create(_ db: Database) throws {
            try db.execute(sql: """
                CREATE TABLE \(prefix)_log(n INTEGER PRIMARY KEY, key BLOB NOT NULL, value INTEGER NOT NULL) STRICT;

                CREATE TABLE \(prefix)_run(
                  id INTEGER PRIMARY KEY,
                  level INTEGER NOT NULL,
                  count INTEGER NOT NULL,
                  fences BLOB NOT NULL,
                  filter BLOB NOT NULL
                ) STRICT;

                CREATE TABLE \(prefix)_block(id INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;
                """)
        }

        var insertLogged: String { "INSERT INTO \(prefix)_log VALUES (?,?,?)" }
        var selectLogged: String { "SELECT n, key, value FROM \(prefix)_log WHERE n > ? ORDER BY n" }
        var clearLog: String { "DELETE FROM \(prefix)_log" }
        var insertBlock: String { "INSERT INTO \(prefix)_block VALUES (?,?)" }
        var insertRun: String { "INSERT INTO \(prefix)_run VALUES (?,?,?,?,?)" }
        var selectLast: String {
            "SELECT coalesce((SELECT max(n) FROM \(prefix)_log), 0), coalesce((SELECT max(id) FROM \(prefix)_run), 0)"
        }

        func runs(_ db: Database) throws -> [KeyRun] {
            try db.rows("SELECT id, level, count, fences, filter FROM \(prefix)_run ORDER BY id") { row in
                KeyRun(
                    id: row.integer(0), level: Int(row.integer(1)), count: Int(row.integer(2)),
                    fences: Words.decode(try row.blob(3)), filter: KeyFilter(words: Words.decode(try row.blob(4))))
            }
        }

        func block(_ block: Int, of run: Int64, _ db: Database) throws -> KeyBlock {
            let entries = try db.first(
                "SELECT entries FROM \(prefix)_block WHERE id = ?", .integer(Self.blockID(run, block))) { try $0.blob(0) }
            guard let entries else { throw StoreError(.corrupt, "a block of the key index \(prefix) is missing") }
            return KeyBlock(bytes: entries)
        }

        func remove(_ run: KeyRun, _ db: Database) throws {
            try db.run("DELETE FROM \(prefix)_run WHERE id = ?", .integer(run.id))
            try db.run(
                "DELETE FROM \(prefix)_block WHERE id BETWEEN ? AND ?", .integer(Self.blockID(run.id, 0)),
                .integer(Self.blockID(run.id, run.fences.count - 1)))
        }

        /// 24 bits for the block: a run of the top level has some ten thousand.
        static func blockID(_ run: Int64, _ block: Int) -> Int64 { run << 24 | Int64(block) }
    }
}
