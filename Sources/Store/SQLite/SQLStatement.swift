import GRDB
import GRDBSQLite
import Glibc

/// A prepared statement in use: bound, stepped, reset.
///
/// Binds and steps through SQLite's C interface. GRDB's own way goes through a collection of existentials, which took a third
/// of a transaction's time; the connection, its statements, transactions and queues stay GRDB's.
struct SQLStatement {
    private let statement: Statement
    private var handle: OpaquePointer { statement.sqliteStatement }

    init(_ statement: Statement) { self.statement = statement }

    /// The current row; valid until the next step.
    var row: SQLRow { SQLRow(statement: handle) }

    /// Binds the values, all that the statement has, and runs `body`. Blobs are not copied: they stay where they are until
    /// `body` has returned, and the next use of the statement binds all of its places anew.
    /// - Throws: `invalid` for a text with U+0000, which SQL's own functions would cut there without a word.
    func bound<Result>(_ values: [SQLValue], _ body: (SQLStatement) throws -> Result) throws -> Result {
        // A place left out would still point at what was bound there before.
        precondition(values.count == Int(sqlite3_bind_parameter_count(handle)), "a statement got another number of values")
        return try bound(values, from: 0, body)
    }

    private func bound<Result>(
        _ values: [SQLValue], from start: Int, _ body: (SQLStatement) throws -> Result
    ) throws -> Result {
        for place in start..<values.count {
            let parameter = Int32(place + 1)
            // A null pointer would bind NULL, so an empty blob is bound as one of no length.
            guard case .blob(let bytes) = values[place], !bytes.isEmpty else {
                let code = try bind(values[place], at: parameter)
                guard code == SQLITE_OK else { throw failure(code) }
                continue
            }
            return try bytes.withUnsafeBytes { bytes in
                let code = sqlite3_bind_blob64(handle, parameter, bytes.baseAddress, UInt64(bytes.count), nil)
                guard code == SQLITE_OK else { throw failure(code) }
                // What comes behind is bound inside, so that the pointer is valid until all is done.
                return try bound(values, from: place + 1, body)
            }
        }
        return try body(self)
    }

    /// - Returns: whether there is a row.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    func reset() { sqlite3_reset(handle) }

    /// A blob counts as empty here.
    private func bind(_ value: SQLValue, at place: Int32) throws -> Int32 {
        switch value {
        case .null:
            return sqlite3_bind_null(handle, place)
        case .integer(let value):
            return sqlite3_bind_int64(handle, place, value)
        case .blob:
            return sqlite3_bind_zeroblob(handle, place, 0)
        case .text(var text):
            return try text.withUTF8 { bytes in
                guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_text(handle, place, "", 0, nil) }
                guard memchr(start, 0, bytes.count) == nil else {
                    throw StoreError(.invalid, "a text with the character U+0000 cannot be stored")
                }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text(handle, place, $0, Int32(bytes.count), Self.copied)
                }
            }
        }
    }

    /// With SQLite's own words and never the statement's values.
    private func failure(_ code: Int32) -> DatabaseError {
        let connection = sqlite3_db_handle(handle)
        let message = sqlite3_errmsg(connection).map { String(cString: $0) }
        return DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)), message: message)
    }

    /// Tells SQLite to copy what it is given before the call returns.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
