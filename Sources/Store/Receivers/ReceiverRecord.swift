public import Bus

/// The state of one system's intake, as operators set it. Survives restarts; every process obeys the highest generation.
public struct ReceiverRecord: Sendable, Hashable {
    public enum State: String, Sendable, Hashable {
        /// Accepts and passes on.
        case open
        /// Accepts and keeps: events go to the held queues.
        case holding
        /// Answers with the system's own refusal, with reason and expected reopening.
        case refusing
        /// Held events go out in order; what is accepted meanwhile stays in the gateway's outbox until they have.
        case releasing
    }

    /// `vnaccs`, `epayment`, `edoc` or `treasury`.
    public var receiver: String
    public var state: State
    /// Why, for the sender and for the operators' list.
    public var reason: String
    public var since: Timestamp
    /// Expected end; nil when none was named.
    public var until: Timestamp?
    public var by: String
    /// Rises with each change of this receiver; 0 for a receiver that nobody has ever touched.
    public var generation: Int64

    public init(
        receiver: String, state: State, reason: String, since: Timestamp, until: Timestamp?, by: String,
        generation: Int64
    ) {
        self.receiver = receiver
        self.state = state
        self.reason = reason
        self.since = since
        self.until = until
        self.by = by
        self.generation = generation
    }

    public static func untouched(_ receiver: String) -> ReceiverRecord {
        ReceiverRecord(
            receiver: receiver, state: .open, reason: "", since: Timestamp(milliseconds: 0), until: nil, by: "",
            generation: 0)
    }
}
