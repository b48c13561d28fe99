public import Bus
public import JSON

/// What the record says of one step of a run.
public struct StepRecord: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable { case waiting, running, done, failed }

    public var id: String
    /// `pause`, `drain`, ...
    public var act: String
    /// What it acts on.
    public var object: String
    public var status: Status
    /// Who started the run that did it last.
    public var by: String
    public var startedAt: Timestamp?
    public var endedAt: Timestamp?
    /// Digest of what was done, as it was begun last; empty before.
    public var content: String
    /// When an import changed the catalogs; written together with them.
    public var committedAt: Timestamp?
    /// How many times it was begun: more than 1 after a kill or a failure.
    public var attempts: Int
    /// What it waits for or why it failed; empty when done.
    public var problem: String
    /// What was the case before the first attempt and after the last: states, receipts, counts.
    public var before: JSONValue
    public var after: JSONValue

    init(_ step: CutoverStep) {
        id = step.id
        act = step.act.name
        object = step.act.object
        status = .waiting
        by = ""
        content = ""
        attempts = 0
        problem = ""
        before = .null
        after = .null
    }

    /// What was done so far, as the record of a step whose text may have changed.
    func carried(to step: CutoverStep) -> StepRecord {
        var record = self
        record.act = step.act.name
        record.object = step.act.object
        return record
    }

    /// What a pause, resume or release acts on.
    var receiver: String? {
        guard ["pause", "resume", "release"].contains(act) else { return nil }
        return object.split(separator: " ").first.map { String($0) }
    }

    /// nil until it has ended.
    public var milliseconds: Int64? {
        guard let startedAt, let endedAt else { return nil }
        return endedAt.milliseconds - startedAt.milliseconds
    }

    public var json: JSONValue {
        [
            "id": .string(id), "act": .string(act), "object": .string(object), "status": .string(status.rawValue),
            "by": .string(by), "startedAt": Self.value(startedAt), "endedAt": Self.value(endedAt),
            "milliseconds": milliseconds.map { .integer($0) } ?? .null, "attempts": .integer(Int64(attempts)),
            "problem": .string(problem), "content": .string(content), "committedAt": Self.value(committedAt),
            "before": before, "after": after,
        ]
    }

    private static func value(_ time: Timestamp?) -> JSONValue { time.map { .string($0.description) } ?? .null }

    /// nil when a member is missing or wrong.
    init?(json: JSONValue) {
        guard let id = json["id"]?.string, let act = json["act"]?.string, let object = json["object"]?.string,
            let status = json["status"]?.string.flatMap(Status.init(rawValue:)), let by = json["by"]?.string,
            let attempts = json["attempts"]?.integer, let problem = json["problem"]?.string
        else { return nil }
        self.id = id
        self.act = act
        self.object = object
        self.status = status
        self.by = by
        self.attempts = Int(attempts)
        self.problem = problem
        content = json["content"]?.string ?? ""
        committedAt = json["committedAt"]?.string.flatMap(Timestamp.init(rfc3339:))
        startedAt = json["startedAt"]?.string.flatMap(Timestamp.init(rfc3339:))
        endedAt = json["endedAt"]?.string.flatMap(Timestamp.init(rfc3339:))
        before = json["before"] ?? .null
        after = json["after"] ?? .null
    }
}
