public import Bus
public import JSON
public import Store

/// The durable state of a run: all that a process needs to go on where another was killed.
public struct CutoverRun: Sendable, Hashable {
    /// The kind of runs in the control store; their key is the plan's name.
    public static let recordKind = "cutover"

    public enum Status: String, Sendable, Hashable {
        case running
        /// A step failed or its deadline passed; `start` tries it again.
        case failed
        /// Being undone before the point of no return.
        case aborting
        case aborted
        case done
    }

    public var name: String
    /// Of the plan and its files as they were at the last start.
    public var planHash: String
    /// Whether a plan of this run asked for approval: a later one that no longer does needs it all the same.
    public var needsApproval: Bool
    public var status: Status
    public var startedBy: String
    public var startedAt: Timestamp
    public var endedAt: Timestamp?
    public var steps: [StepRecord]

    /// The first step that is not done; nil when all are.
    public var current: Int? { steps.firstIndex { $0.status != .done } }

    /// An import has been committed: from here on a run only goes forward.
    ///
    /// The record says so in the same transaction in which the catalogs change, so that a kill leaves no doubt.
    public var isPastReturn: Bool {
        steps.contains { $0.act == "import" && ($0.status == .done || $0.committedAt != nil) }
    }

    init(plan: CutoverPlan, hash: String, by actor: String, at time: Timestamp) {
        name = plan.name
        planHash = hash
        needsApproval = plan.needsApproval
        status = .running
        startedBy = actor
        startedAt = time
        steps = plan.steps.map { StepRecord($0) }
    }

    public init(_ control: ControlRecord) throws(StoreError) {
        let reader = try RecordReader(control)
        guard let status = Status(rawValue: try reader.string("status")) else { throw reader.wrong("status") }
        guard let elements = reader.object["steps"]?.array else { throw reader.wrong("steps") }
        name = control.key
        planHash = try reader.string("planHash")
        needsApproval = reader.object["needsApproval"]?.bool ?? false
        self.status = status
        startedBy = try reader.string("startedBy")
        startedAt = try reader.time("startedAt")
        endedAt = try reader.optionalTime("endedAt")
        steps = elements.compactMap(StepRecord.init(json:))
        guard steps.count == elements.count else { throw reader.wrong("steps") }
    }

    public var json: JSONValue {
        [
            "name": .string(name), "planHash": .string(planHash), "needsApproval": .bool(needsApproval),
            "status": .string(status.rawValue),
            "startedBy": .string(startedBy), "startedAt": .string(startedAt.description),
            "endedAt": endedAt.map { .string($0.description) } ?? .null, "pastReturn": .bool(isPastReturn),
            "steps": .array(steps.map(\.json)),
        ]
    }
}
