public import JSON

/// What is still on its way from some systems to committed effects.
public struct DrainState: Sendable, Hashable {
    /// Live events that no confirm is known for, in all gateways' outboxes.
    public var unsent: Int
    /// Messages in the partition queues.
    public var queued: Int
    /// Accepted events that are neither processed nor parked nor held; counts those inside consumers, which no queue shows.
    public var unsettled: Int

    public init(unsent: Int, queued: Int, unsettled: Int) {
        self.unsent = unsent
        self.queued = queued
        self.unsettled = unsettled
    }

    public var isDrained: Bool { unsent == 0 && queued == 0 && unsettled == 0 }

    public var json: JSONValue {
        [
            "unsent": .integer(Int64(unsent)), "queued": .integer(Int64(queued)),
            "unsettled": .integer(Int64(unsettled)),
        ]
    }
}
