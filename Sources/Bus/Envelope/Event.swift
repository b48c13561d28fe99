public import JSON

/// One event, as its producer states it: a CloudEvents 1.0 event without the attributes that the outbox adds.
///
/// `id` is deterministic: it is made from the system and the system's own correlation id, so that the same native
/// message handed over again gives the same id.
public struct EventDraft: Sendable, Hashable {
    public var id: String
    /// URI reference of the producer, e.g. `/vn/customs/vnaccs`.
    public var source: String
    public var type: EventType
    /// What the event is about, normally a declaration number.
    public var subject: String?
    /// Business time: when it happened in the system that says so.
    public var time: Timestamp
    /// What order is kept by; events of one key are applied in the order of their acceptance. Never empty.
    public var partitionKey: String
    /// W3C trace context, passed on unchanged.
    public var traceparent: String?
    /// The payload; amounts and codes in it are strings.
    public var data: JSONValue

    public init(
        id: String, source: String, type: EventType, subject: String?, time: Timestamp, partitionKey: String,
        traceparent: String? = nil, data: JSONValue
    ) {
        self.id = id
        self.source = source
        self.type = type
        self.subject = subject
        self.time = time
        self.partitionKey = partitionKey
        self.traceparent = traceparent
        self.data = data
    }
}

/// An accepted event: the draft, its place in the outbox that accepted it, and when.
public struct Event: Sendable, Hashable {
    public var draft: EventDraft
    /// Position in the outbox that accepted it; rises within one outbox.
    public var sequence: UInt64
    /// When the outbox accepted it.
    public var recordedTime: Timestamp

    public init(draft: EventDraft, sequence: UInt64, recordedTime: Timestamp) {
        self.draft = draft
        self.sequence = sequence
        self.recordedTime = recordedTime
    }

    public var id: String { draft.id }
    public var type: EventType { draft.type }
    public var time: Timestamp { draft.time }
    public var partitionKey: String { draft.partitionKey }
    public var data: JSONValue { draft.data }
}
