import Bus
public import JSON

extension ReceiverRecord {
    /// The kind of receiver records in the control store; their key is the receiver's name.
    public static let recordKind = "receiver"

    /// What the control store keeps; the generation is the control record's own.
    public var json: JSONValue {
        [
            "receiver": .string(receiver), "state": .string(state.rawValue), "reason": .string(reason),
            "since": .string(since.description), "until": until.map { .string($0.description) } ?? .null,
            "by": .string(by),
        ]
    }

    /// Reads a record as the control store holds it. Members that are not ours are let by.
    /// - Throws: `corrupt`, naming the member that is missing or wrong.
    public init(_ control: ControlRecord) throws(StoreError) {
        let object = try RecordReader(control)
        guard let state = State(rawValue: try object.string("state")) else { throw object.wrong("state") }
        self.init(
            receiver: control.key, state: state, reason: try object.string("reason"),
            since: try object.time("since"), until: try object.optionalTime("until"), by: try object.string("by"),
            generation: control.generation)
    }
}
