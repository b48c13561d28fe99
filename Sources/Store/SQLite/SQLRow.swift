import Bus
import GRDBSQLite

/// The row a statement stands on, its columns by place; the tables are STRICT, so a column has the type that its table
/// declares. Valid until the statement's next step.
struct SQLRow {
    let statement: OpaquePointer

    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }
    func time(_ column: Int) -> Timestamp { Timestamp(milliseconds: integer(column)) }

    func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }

    func text(_ column: Int) -> String {
        // The length is asked for after the text, which may have had to be converted.
        guard let start = sqlite3_column_text(statement, Int32(column)) else { return "" }
        return String(decoding: UnsafeBufferPointer(start: start, count: bytes(column)), as: UTF8.self)
    }

    func blob(_ column: Int) -> [UInt8] { withBytes(column) { [UInt8]($0) } }

    func optionalBlob(_ column: Int) -> [UInt8]? { isNull(column) ? nil : blob(column) }

    func fingerprint(_ column: Int) throws -> Fingerprint {
        guard let fingerprint = withBytes(column, Fingerprint.init(stored:)) else {
            throw StoreError(.corrupt, "a stored fingerprint has not \(Fingerprint.byteCount) bytes")
        }
        return fingerprint
    }

    private func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let start = sqlite3_column_blob(statement, Int32(column))
        return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : bytes(column)))
    }

    private func bytes(_ column: Int) -> Int { Int(sqlite3_column_bytes(statement, Int32(column))) }
    private func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }
}
