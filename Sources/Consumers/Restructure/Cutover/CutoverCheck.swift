public import JSON

/// Whether a plan could work tonight.
public struct CutoverCheck: Sendable, Hashable {
    /// Of the plan with its files: what is approved and run.
    public var planHash: String
    public var lines: [CheckLine]

    public init(planHash: String, lines: [CheckLine]) {
        self.planHash = planHash
        self.lines = lines
    }

    public var hasPassed: Bool { !lines.contains { $0.verdict == .failed } }

    public var json: JSONValue {
        [
            "passed": .bool(hasPassed), "planHash": .string(planHash), "lines": .array(lines.map(\.json)),
        ]
    }
}
