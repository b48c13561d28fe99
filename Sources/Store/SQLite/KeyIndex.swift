import GRDB

final class KeyIndex {
    struct Tables: Sendable {
        let prefix: String
        func create(_ db: Database) throws {
            try db.execute(sql: "CREATE TABLE \(prefix)_key(key BLOB PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID")
        }
    }

    private let find: String
    private let add: String

    init(_ tables: Tables) {
        find = "SELECT value FROM \(tables.prefix)_key WHERE key = ?"
        add = "INSERT INTO \(tables.prefix)_key VALUES (?,?)"
    }

    func find(_ key: Fingerprint, _ db: Database) throws -> Int64? {
        try db.first(find, .blob(key.bytes)) { $0.integer(0) }
    }

    func insert(_ key: Fingerprint, _ value: Int64, _ db: Database) throws {
        try db.run(add, .blob(key.bytes), .integer(value))
    }

    func begin(_ db: Database) throws {}
    func mark() {}
    func undo() {}
    func end(_ db: Database) throws {}
    func forget() {}
}
