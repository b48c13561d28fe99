public import JSON
public import Store

/// What a pause or a resume brought about.
public struct ReceiverAct: Sendable, Hashable {
    public var before: ReceiverRecord
    public var after: ReceiverRecord
    /// For people: what is the case, when nothing was changed.
    public var answer: String

    public var changed: Bool { before != after }

    public var json: JSONValue {
        [
            "receiver": .string(after.receiver), "changed": .bool(changed), "state": .string(after.state.rawValue),
            "generation": .integer(after.generation), "answer": .string(answer), "before": before.json,
            "after": after.json,
        ]
    }
}
