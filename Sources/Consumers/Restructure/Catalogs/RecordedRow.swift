public import Bus
public import JSON

/// A row with its second time: since when we have known it, and until when we believed it.
public struct RecordedRow: Sendable, Hashable {
    public var row: CatalogRow
    public var recordedAt: Timestamp
    /// When a correction took its place; nil while it is believed.
    public var replacedAt: Timestamp?

    public init(row: CatalogRow, recordedAt: Timestamp, replacedAt: Timestamp? = nil) {
        self.row = row
        self.recordedAt = recordedAt
        self.replacedAt = replacedAt
    }

    /// Whether it was believed at a time; at nil: now.
    func isBelieved(at time: Timestamp?) -> Bool {
        guard let time else { return replacedAt == nil }
        return recordedAt <= time && replacedAt.map { time < $0 } ?? true
    }

    public var json: JSONValue {
        guard var object = row.json.object else { return row.json }
        object["recorded"] = .string(recordedAt.description)
        object["replaced"] = replacedAt.map { .string($0.description) }
        return .object(object)
    }

    init?(json: JSONValue) {
        guard let row = CatalogRow(json: json),
            let recorded = json["recorded"]?.string.flatMap(Timestamp.init(rfc3339:))
        else { return nil }
        self.init(
            row: row, recordedAt: recorded, replacedAt: json["replaced"]?.string.flatMap(Timestamp.init(rfc3339:)))
    }
}
