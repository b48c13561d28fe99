import Foundation
import GRDB

/// A value bound to a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    static func integer(_ value: Int64?) -> SQLValue { value.map { .integer($0) } ?? .null }
    static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
    static func blob(_ value: [UInt8]?) -> SQLValue { value.map { .blob($0) } ?? .null }

    /// - Throws: `invalid` for a text with U+0000, which SQLite's C interface would cut there without a word.
    func databaseValue() throws -> DatabaseValue {
        switch self {
        case .null: return .null
        case .integer(let value): return value.databaseValue
        case .blob(let bytes): return Data(bytes).databaseValue
        case .text(let text):
            guard !text.utf8.contains(0) else { throw StoreError(.invalid, "a text with the character U+0000 cannot be stored") }
            return text.databaseValue
        }
    }
}
