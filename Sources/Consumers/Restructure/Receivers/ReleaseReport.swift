public import JSON

/// How a release of held events ended.
public struct ReleaseReport: Sendable, Hashable {
    public var receiver: String
    /// The generation of the releasing state.
    public var generation: Int64
    /// Messages that went from the held queue to the consumers in this run; one may hold many events.
    public var messages: Int
    /// Messages that had to be sent again because their first publish had no answer or was refused.
    public var repeated: Int
    /// Processes whose receipts were awaited.
    public var confirmed: [String]

    public var json: JSONValue {
        [
            "receiver": .string(receiver), "generation": .integer(generation), "messages": .integer(Int64(messages)),
            "repeated": .integer(Int64(repeated)), "confirmed": .array(confirmed.map { .string($0) }),
        ]
    }
}
