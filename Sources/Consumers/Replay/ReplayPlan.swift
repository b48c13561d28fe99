public import JSON

/// What is to be replayed, to whom, how fast, and up to where in the journal.
public struct ReplayPlan: Sendable, Hashable {
    /// Name of the replay, unique; events carry it in the header `lt-replay-id`.
    public var id: String
    public var filter: ReplayFilter
    public var target: ReplayTarget
    /// Events a second, 1 to 1,000,000.
    public var rate: Int
    /// Offset of the last journal message there was when the plan was made; nil for an empty journal. What came later is
    /// not part of the replay.
    public var end: UInt64?

    public init(id: String, filter: ReplayFilter, target: ReplayTarget, rate: Int, end: UInt64?) {
        self.id = id
        self.filter = filter
        self.target = target
        self.rate = rate
        self.end = end
    }

    public var json: JSONValue {
        [
            "id": .string(id), "filter": filter.json, "target": .string(target.name),
            "partitioned": .bool(target.isPartitioned), "rate": .integer(Int64(rate)),
            "end": end.map { .string(String($0)) } ?? .null,
        ]
    }

    /// nil when a member is missing or wrong.
    init?(json: JSONValue) {
        guard let id = json["id"]?.string, let filter = json["filter"].flatMap(ReplayFilter.init(json:)),
            let target = json["target"]?.string, let rate = json["rate"]?.integer
        else { return nil }
        var to = ReplayTarget(target)
        if case .consumer(let name, _) = to {
            to = .consumer(name, isPartitioned: json["partitioned"]?.bool ?? false)
        }
        self.init(
            id: id, filter: filter, target: to, rate: Int(rate),
            end: json["end"]?.string.flatMap { UInt64($0) })
    }
}
