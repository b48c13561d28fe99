public import Bus

/// What operators decided: records that change only together with an entry in an append-only, hash-chained log.
///
/// Generic on purpose: receivers, catalog rows, cutover runs and replay runs are all records of some kind.
public protocol ControlStore: Sendable {
    func record(_ kind: String, _ key: String) async throws(StoreError) -> ControlRecord?
    /// All records of a kind, by key.
    func records(_ kind: String) async throws(StoreError) -> [ControlRecord]
    /// Applies a change in one durable transaction.
    /// - Throws: `conflict` when a record's generation is not the expected one; then nothing was changed.
    /// - Returns: the log entry that was written.
    func commit(_ change: ControlChange) async throws(StoreError) -> ControlLogEntry
    /// Entries after a sequence number, in order.
    func log(after sequence: Int64, limit: Int) async throws(StoreError) -> [ControlLogEntry]
    /// Reads the whole chain again and answers the first sequence number whose hash does not fit, or nil.
    func verify() async throws(StoreError) -> Int64?
}

public struct ControlRecord: Sendable, Hashable {
    public var kind: String
    public var key: String
    /// Rises by one with each change; 1 for the first.
    public var generation: Int64
    /// JSON.
    public var value: [UInt8]

    public init(kind: String, key: String, generation: Int64, value: [UInt8]) {
        self.kind = kind
        self.key = key
        self.generation = generation
        self.value = value
    }
}

public struct ControlChange: Sendable {
    public struct Write: Sendable {
        public var kind: String
        public var key: String
        /// The generation this change builds on; 0 for a record that must not exist yet; nil for any.
        public var expected: Int64?
        /// nil deletes the record.
        public var value: [UInt8]?

        public init(kind: String, key: String, expected: Int64?, value: [UInt8]?) {
            self.kind = kind
            self.key = key
            self.expected = expected
            self.value = value
        }
    }

    public var writes: [Write]
    public var at: Timestamp
    /// Who, e.g. a login name, or `cutover:<run>` for steps of a run.
    public var actor: String
    /// What was done: `receiver.pause`, `catalog.import`, ...
    public var action: String
    /// What it was done to.
    public var subject: String
    public var reason: String
    /// Before and after, as JSON text for people; never payloads.
    public var before: String
    public var after: String

    public init(
        writes: [Write], at: Timestamp, actor: String, action: String, subject: String, reason: String,
        before: String = "", after: String = ""
    ) {
        self.writes = writes
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.reason = reason
        self.before = before
        self.after = after
    }
}

public struct ControlLogEntry: Sendable, Hashable {
    public var sequence: Int64
    public var at: Timestamp
    public var actor: String
    public var action: String
    public var subject: String
    public var reason: String
    public var before: String
    public var after: String
    /// SHA-256, lower-case hex, of the previous entry's hash and this entry's fields; the first builds on 64 zeros.
    public var hash: String

    public init(
        sequence: Int64, at: Timestamp, actor: String, action: String, subject: String, reason: String,
        before: String, after: String, hash: String
    ) {
        self.sequence = sequence
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.reason = reason
        self.before = before
        self.after = after
        self.hash = hash
    }
}
