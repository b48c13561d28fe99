import Bus
public import JSON

/// What an import would change, and what speaks against it.
public struct CatalogDifference: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A key that was not in the catalog.
        case added
        /// A further row of a known key.
        case changed
        /// A known key that closes.
        case closed
        /// Another content for a row that is there, with the same beginning; the old one stays on record.
        case corrected
    }

    public struct Line: Sendable, Hashable {
        public var kind: Kind
        public var catalog: String
        /// File and line.
        public var place: String
        /// What holds for the key just before, or the row that is corrected.
        public var before: CatalogRow?
        public var after: CatalogRow

        public var json: JSONValue {
            [
                "kind": .string(kind.rawValue), "catalog": .string(catalog), "place": .string(place),
                "key": .string(after.key), "before": before?.json ?? .null, "after": after.json,
            ]
        }
    }

    public var lines: [Line]
    /// Rows of the files that are in the catalogs as they are.
    public var unchanged: Int
    public var problems: [CatalogProblem]

    public init(lines: [Line] = [], unchanged: Int = 0, problems: [CatalogProblem] = []) {
        self.lines = lines
        self.unchanged = unchanged
        self.problems = problems
    }

    public var canBeApplied: Bool { problems.isEmpty }

    /// Numbers only, for the control log.
    public var summary: JSONValue {
        var object = JSONObject()
        for kind in Kind.allCases { object[kind.rawValue] = .integer(Int64(lines.count { $0.kind == kind })) }
        object["unchanged"] = .integer(Int64(unchanged))
        object["problems"] = .integer(Int64(problems.count))
        return .object(object)
    }

    public var json: JSONValue {
        [
            "canBeApplied": .bool(canBeApplied), "summary": summary, "lines": .array(lines.map(\.json)),
            "problems": .array(problems.map(\.json)),
        ]
    }
}
