import Bus
import Foundation
import GRDB

/// Columns by place; the tables are STRICT, so a column has the type that its table declares.
extension Row {
    func integer(_ column: Int) -> Int64 { self[column] }
    func text(_ column: Int) -> String { self[column] }
    func time(_ column: Int) -> Timestamp { Timestamp(milliseconds: self[column]) }

    func optionalInteger(_ column: Int) -> Int64? { self[column] }

    func blob(_ column: Int) throws -> [UInt8] {
        try withUnsafeData(atIndex: column) { $0.map { [UInt8]($0) } ?? [] }
    }

    func optionalBlob(_ column: Int) throws -> [UInt8]? {
        try withUnsafeData(atIndex: column) { $0.map { [UInt8]($0) } }
    }

    func fingerprint(_ column: Int) throws -> Fingerprint {
        let fingerprint = try withUnsafeData(atIndex: column) { data in
            data?.withUnsafeBytes { Fingerprint(stored: $0) }
        }
        guard let fingerprint else { throw StoreError(.corrupt, "a stored fingerprint has not 16 bytes") }
        return fingerprint
    }
}
