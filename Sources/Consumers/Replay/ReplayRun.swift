public import Bus
public import JSON
import Store

/// The durable state of a replay.
public struct ReplayRun: Sendable, Hashable {
    /// The kind of replays in the control store; their key is the plan's id.
    public static let recordKind = "replay"

    public enum Status: String, Sendable, Hashable {
        case planned, running
        /// By an operator; `run` goes on.
        case stopped
        case done
    }

    public var plan: ReplayPlan
    /// SHA-256 of plan and counts: what an operator saw is what runs.
    public var hash: String
    /// As counted by `plan`.
    public var expected: JSONValue
    public var expectedEvents: Int
    public var status: Status
    /// Everything up to this journal offset is done; nil before the first.
    public var offset: UInt64?
    /// Events confirmed by the broker so far. After a kill up to one window of them was sent twice.
    public var published: Int
    public var by: String
    public var changedAt: Timestamp

    init(plan: ReplayPlan, counts: ReplayCounts, by actor: String, at time: Timestamp) {
        self.plan = plan
        expected = counts.json
        expectedEvents = counts.events
        hash = Digest.hex(plan.json.bytes + counts.json.bytes)
        status = .planned
        published = 0
        by = actor
        changedAt = time
    }

    init(_ control: ControlRecord) throws(StoreError) {
        let reader = try RecordReader(control)
        guard let plan = reader.object["plan"].flatMap(ReplayPlan.init(json:)) else { throw reader.wrong("plan") }
        guard let status = Status(rawValue: try reader.string("status")) else { throw reader.wrong("status") }
        self.plan = plan
        hash = try reader.string("hash")
        expected = reader.object["expected"] ?? .null
        expectedEvents = Int(try reader.integer("expectedEvents"))
        self.status = status
        offset = reader.object["offset"]?.string.flatMap { UInt64($0) }
        published = Int(try reader.integer("published"))
        by = try reader.string("by")
        changedAt = try reader.time("changedAt")
    }

    public var json: JSONValue {
        [
            "plan": plan.json, "hash": .string(hash), "expected": expected,
            "expectedEvents": .integer(Int64(expectedEvents)), "status": .string(status.rawValue),
            "offset": offset.map { .string(String($0)) } ?? .null, "published": .integer(Int64(published)),
            "secondsAtRate": .integer(Int64(expectedEvents / max(1, plan.rate))), "by": .string(by),
            "changedAt": .string(changedAt.description),
        ]
    }
}
