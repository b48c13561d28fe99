public import Bus

/// The consumers' durable state: inbox, declarations, parked events, outgoing events. Effects happen once because all of
/// it changes in one transaction.
public protocol Ledger: Sendable {
    /// Runs `body` in one durable transaction: all of it is on disk when this returns, or none of it.
    ///
    /// `body` must not suspend or block on anything but the ledger. Cancelling the task does not interrupt a
    /// transaction that has begun.
    /// - Throws: `StoreError` of the store; an error thrown by `body` rolls everything back and comes out as the `cause`
    ///   of a `StoreError` with code `invalid`.
    func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result

    /// The outgoing events of this ledger, sent by a dispatcher of its own.
    var outbox: any OutboxStore { get }

    func declaration(_ key: String) async throws(StoreError) -> DeclarationRecord?
    /// The events applied to a declaration, by business time, then id.
    func history(of key: String) async throws(StoreError) -> [AppliedEvent]
    func declarationCount(byStatus: Void) async throws(StoreError) -> [String: Int]
    /// Calls `visit` with each declaration in order of key, in pages, without holding the whole set in memory.
    func forEachDeclaration(_ visit: @Sendable (DeclarationRecord) throws -> Void) async throws(StoreError)

    /// A consumer's own state under `key`; nil when there is none.
    func value(_ key: String, of consumer: String) async throws(StoreError) -> [UInt8]?
    /// A page of a consumer's own state in the order of the keys' UTF-8 bytes: keys that begin with `prefix` and come
    /// after `after`; at most `limit`.
    func values(
        of consumer: String, prefix: String, after: String?, limit: Int
    ) async throws(StoreError) -> [ConsumerValue]

    /// Which of these events the consumer has taken into its inbox: their ids.
    func processed(_ events: [InboxEntry], by consumer: String) async throws(StoreError) -> Set<String>

    /// Parked events, oldest first.
    func parked(consumer: String?, key: String?, limit: Int) async throws(StoreError) -> [ParkedEvent]
    /// Ids of all parked events that were neither released nor discarded, and of all discarded ones.
    func parkedIDs() async throws(StoreError) -> (parked: Set<String>, discarded: Set<String>)
}

/// One open transaction of a ledger. Valid only inside `transact`.
public protocol LedgerTransaction {
    /// Puts an event into the consumer's inbox, for ever: a copy may be replayed after years.
    ///
    /// What `save` notes in the history of the event's key counts as being in the pool's inbox too.
    /// - Returns: false when it is there already: the event was applied before and must not be applied again.
    func enter(_ event: InboxEntry, inboxOf consumer: String) throws(StoreError) -> Bool

    func declaration(_ key: String) throws(StoreError) -> DeclarationRecord?
    /// Writes a declaration and adds to its history what was applied to it; an event id that is in its history already
    /// changes nothing there.
    func save(_ declaration: DeclarationRecord, applied history: WrittenHistory) throws(StoreError)

    /// Remembers that `reference` (a document id, an acceptance number) means the declaration `key`.
    func define(_ reference: String, as key: String) throws(StoreError)
    func resolve(_ reference: String) throws(StoreError) -> String?
    /// Keeps an event that refers to something not yet known, to be applied when the reference gets defined.
    func await(_ reference: String, event: EncodedEvent) throws(StoreError)
    /// Takes out, in order of arrival, what waits for the reference.
    func takeWaiting(for reference: String) throws(StoreError) -> [EncodedEvent]

    /// A consumer's own state under `key`, as last set, also earlier in this transaction; nil when there is none.
    func value(_ key: String, of consumer: String) throws(StoreError) -> [UInt8]?
    /// Sets a consumer's own state under `key`, one with the inbox and the outgoing events; nil takes it away.
    /// - Throws: `invalid` beyond the limits of `ConsumerValue`.
    func setValue(_ value: [UInt8]?, _ key: String, of consumer: String) throws(StoreError)

    /// Stores an outgoing event in the ledger's outbox; one with a known id changes nothing.
    func emit(_ written: WrittenDraft) throws(StoreError)

    /// Parks an event. Parking the same event id of the same consumer again adds to its attempts.
    func park(_ event: ParkedEvent) throws(StoreError)
    /// Whether events of this key are parked for the consumer, so that later ones have to queue behind them.
    func isBlocked(key: String, consumer: String) throws(StoreError) -> Bool
    func parked(consumer: String, key: String) throws(StoreError) -> [ParkedEvent]
    /// Takes a parked event out: it was applied, or is to be discarded with a reason.
    func settleParked(_ eventID: String, consumer: String, discardedBecause reason: String?) throws(StoreError)

    /// Counts an attempt at an event that may kill the process, before it is made.
    /// - Returns: the attempts so far, this one included; `forgetAttempts` sets them back to none.
    func noteAttempt(at eventID: String, consumer: String) throws(StoreError) -> Int
    func forgetAttempts(at eventID: String, consumer: String) throws(StoreError)

    /// Rises with whatever this transaction writes: while it stays the same, nothing was written. Says nothing else.
    var changeCount: Int { get }

    /// Claims a partition for an owner: the highest epoch so far plus one.
    func claim(partition: String) throws(StoreError) -> Int64
    /// Throws `fenced` when a newer epoch than `epoch` has been claimed.
    func assertOwner(of partition: String, epoch: Int64) throws(StoreError)
}

extension LedgerTransaction {
    /// Writes a declaration and leaves its history as it is.
    public func save(_ declaration: DeclarationRecord) throws(StoreError) { try save(declaration, applied: []) }

    public func save(_ declaration: DeclarationRecord, applied events: [AppliedEvent]) throws(StoreError) {
        try save(declaration, applied: WrittenHistory(events))
    }

    /// Stores an outgoing event in the ledger's outbox; one with a known id changes nothing.
    public func emit(_ draft: EventDraft) throws(StoreError) { try emit(WrittenDraft(draft)) }
}

/// A declaration's state as the pool keeps it.
public struct DeclarationRecord: Sendable, Hashable {
    /// The pool, whose declarations they are.
    public static let consumer = "declarations"

    /// First 11 digits.
    public var key: String
    /// Status, also inside `state`; here for counting.
    public var status: String
    /// The consumer's own encoding (JSON).
    public var state: [UInt8]

    public init(key: String, status: String, state: [UInt8]) {
        self.key = key
        self.status = status
        self.state = state
    }
}

/// One line of a declaration's history.
public struct AppliedEvent: Sendable, Hashable {
    public var id: String
    public var type: String
    public var time: Timestamp
    public var source: String

    public init(id: String, type: String, time: Timestamp, source: String) {
        self.id = id
        self.type = type
        self.time = time
        self.source = source
    }
}

/// An event that could not be applied, or that waits behind such a one of its key.
public struct ParkedEvent: Sendable, Hashable {
    public var consumer: String
    /// The event's id; `undecodable:<sha-256>` when it has none that can be read.
    public var eventID: String
    /// The event's partition key; its own `eventID` when that cannot be read, so that it stands alone.
    public var key: String
    /// Code of the cause; `behind` when it only waits.
    public var cause: String
    /// What was wrong, without payload.
    public var detail: String
    public var attempts: Int
    public var parkedAt: Timestamp
    /// Original bytes.
    public var bytes: [UInt8]
    /// Where it came from.
    public var routingKey: String

    public init(
        consumer: String, eventID: String, key: String, cause: String, detail: String, attempts: Int,
        parkedAt: Timestamp, bytes: [UInt8], routingKey: String
    ) {
        self.consumer = consumer
        self.eventID = eventID
        self.key = key
        self.cause = cause
        self.detail = detail
        self.attempts = attempts
        self.parkedAt = parkedAt
        self.bytes = bytes
        self.routingKey = routingKey
    }

    /// How its consumer's inbox knows it.
    public var inboxEntry: InboxEntry { InboxEntry(id: eventID, key: key) }
}
