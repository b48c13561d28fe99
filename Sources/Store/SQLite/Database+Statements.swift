import GRDB

/// The ways in which this module talks to SQLite: always with statements that the connection keeps prepared.
extension Database {
    func run(_ sql: String, _ values: SQLValue...) throws {
        try withPrepared(sql, values) { statement in
            while try statement.step() {}
        }
    }

    /// Runs an `INSERT OR IGNORE` of one row.
    /// - Returns: false when the row was there already.
    func add(_ sql: String, _ values: SQLValue...) throws -> Bool {
        try withPrepared(sql, values) { statement in
            while try statement.step() {}
        }
        return changesCount > 0
    }

    /// Calls `visit` with each row; the row is valid only inside.
    func forEachRow(_ sql: String, _ values: [SQLValue], _ visit: (SQLRow) throws -> Void) throws {
        try withPrepared(sql, values) { statement in
            while try statement.step() { try visit(statement.row) }
        }
    }

    func rows<Element>(_ sql: String, _ values: SQLValue..., make: (SQLRow) throws -> Element) throws -> [Element] {
        var elements: [Element] = []
        try forEachRow(sql, values) { elements.append(try make($0)) }
        return elements
    }

    func first<Element>(_ sql: String, _ values: SQLValue..., make: (SQLRow) throws -> Element) throws -> Element? {
        try withPrepared(sql, values) { statement in
            try statement.step() ? try make(statement.row) : nil
        }
    }

    private func withPrepared<Result>(
        _ sql: String, _ values: [SQLValue], _ body: (SQLStatement) throws -> Result
    ) throws -> Result {
        let statement = SQLStatement(try cachedStatement(sql: sql))
        defer { statement.reset() }
        return try statement.bound(values, body)
    }
}
