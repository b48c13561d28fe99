import Bus
public import JSON
public import Store

/// One line of the operators' list of receivers.
public struct ReceiverStatus: Sendable, Hashable {
    public var record: ReceiverRecord
    /// Messages in the held queue; nil while the broker cannot be asked.
    public var held: Int?
    /// Processes serving the receiver whose receipt for this generation is in.
    public var confirmed: [String]
    /// Processes serving the receiver that have not answered; the change is complete when nobody is missing.
    public var missing: [String]
    /// Paused beyond its expected end: an alarm.
    public var isOverdue: Bool

    public var mode: ReceiverMode? { ReceiverMode(record.state) }
    public var isComplete: Bool { missing.isEmpty }

    public var json: JSONValue {
        [
            "receiver": .string(record.receiver), "state": .string(record.state.rawValue),
            "mode": mode.map { .string($0.state.rawValue) } ?? .null, "reason": .string(record.reason),
            "since": record.generation == 0 ? .null : .string(record.since.description),
            "until": record.until.map { .string($0.description) } ?? .null, "by": .string(record.by),
            "generation": .integer(record.generation), "held": held.map { .integer(Int64($0)) } ?? .null,
            "confirmed": .array(confirmed.map { .string($0) }), "missing": .array(missing.map { .string($0) }),
            "overdue": .bool(isOverdue), "complete": .bool(isComplete),
        ]
    }
}
