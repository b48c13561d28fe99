public import JSON

/// What reading the control log's chain again has shown.
public struct AuditResult: Sendable, Hashable {
    public var entries: Int
    /// Hash of the last entry: write it down elsewhere, it is the anchor of everything before it.
    public var head: String
    /// The first sequence number whose hash does not fit.
    public var broken: Int64?
    /// nil when no anchor was given.
    public var anchorHolds: Bool?

    public var isIntact: Bool { broken == nil && anchorHolds != false }

    public var json: JSONValue {
        [
            "intact": .bool(isIntact), "entries": .integer(Int64(entries)), "head": .string(head),
            "broken": broken.map { .integer($0) } ?? .null, "anchorHolds": anchorHolds.map { .bool($0) } ?? .null,
        ]
    }
}
