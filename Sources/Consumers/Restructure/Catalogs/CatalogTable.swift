public import Bus

/// The believed rows of one catalog, for looking up.
public struct CatalogTable: Sendable {
    /// By key, each by rising `validFrom`; of two rows with the same time the later one given wins.
    public private(set) var rows: [String: [CatalogRow]]

    public init(_ rows: [CatalogRow] = []) {
        self.rows = Dictionary(grouping: rows, by: \.key)
            .mapValues { $0.sorted { $0.validFrom < $1.validFrom } }
    }

    public var isEmpty: Bool { rows.isEmpty }
    public var keys: [String] { rows.keys.sorted() }

    /// The row of a key that holds at a time: the last one that has begun, if it has not ended.
    public func row(_ key: String, at time: Timestamp) -> CatalogRow? {
        guard let row = rows[key]?.last(where: { $0.validFrom <= time }) else { return nil }
        return row.validTo.map { time < $0 } ?? true ? row : nil
    }

    /// All rows that hold at a time, by key.
    public func rows(at time: Timestamp) -> [CatalogRow] { keys.compactMap { row($0, at: time) } }

    /// Every time at which something begins or ends, rising.
    var boundaries: [Timestamp] {
        Set(rows.values.joined().flatMap { [$0.validFrom] + ($0.validTo.map { [$0] } ?? []) }).sorted()
    }
}
