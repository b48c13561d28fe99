public import Bus
import Store
import JSON

/// Everything ever recorded in one catalog. Rows are never taken out: a correction marks the row it replaces.
public struct CatalogHistory: Sendable, Hashable {
    /// The kind of catalog records in the control store; their key is the catalog's name.
    public static let recordKind = "catalog"

    public var name: String
    /// Of the control record; 0 for a catalog that was never imported.
    public var generation: Int64
    public var rows: [RecordedRow]

    public init(name: String, generation: Int64 = 0, rows: [RecordedRow] = []) {
        self.name = name
        self.generation = generation
        self.rows = rows
    }

    init(_ control: ControlRecord) throws(StoreError) {
        let reader = try RecordReader(control)
        guard let elements = reader.object["rows"]?.array else { throw reader.wrong("rows") }
        let rows = elements.compactMap(RecordedRow.init(json:))
        guard rows.count == elements.count else { throw reader.wrong("rows") }
        self.init(name: control.key, generation: control.generation, rows: rows)
    }

    var value: [UInt8] { (["rows": .array(rows.map(\.json))] as JSONValue).bytes }

    /// What was believed at a time of recording; at nil: what is believed now.
    public func table(knownAt: Timestamp? = nil) -> CatalogTable {
        CatalogTable(rows.filter { $0.isBelieved(at: knownAt) }.map(\.row))
    }

    /// Adds rows, each one new or the correction of a believed one with the same key and beginning.
    mutating func record(_ changes: [CatalogRow], at time: Timestamp) {
        for row in changes {
            for index in rows.indices
            where rows[index].replacedAt == nil && rows[index].row.key == row.key
                && rows[index].row.validFrom == row.validFrom
            {
                rows[index].replacedAt = time
            }
            rows.append(RecordedRow(row: row, recordedAt: time))
        }
    }
}
