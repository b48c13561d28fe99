import GRDB

/// The two ways in which this module talks to SQLite: always with statements that the connection keeps prepared.
extension Database {
    func run(_ sql: String, _ values: SQLValue...) throws {
        let statement = try cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(try values.map { try $0.databaseValue() }))
        try statement.execute()
    }

    /// Calls `visit` with each row; the row is valid only inside.
    func forEachRow(_ sql: String, _ values: [SQLValue], _ visit: (Row) throws -> Void) throws {
        let statement = try cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(try values.map { try $0.databaseValue() }))
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() { try visit(row) }
    }

    func rows<Element>(_ sql: String, _ values: SQLValue..., make: (Row) throws -> Element) throws -> [Element] {
        var elements: [Element] = []
        try forEachRow(sql, values) { elements.append(try make($0)) }
        return elements
    }

    func first<Element>(_ sql: String, _ values: SQLValue..., make: (Row) throws -> Element) throws -> Element? {
        let statement = try cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(try values.map { try $0.databaseValue() }))
        let rows = try Row.fetchCursor(statement)
        return try rows.next().map(make)
    }
}
