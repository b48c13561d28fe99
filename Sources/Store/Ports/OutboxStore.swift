public import Bus

/// The durable queue between accepting an event and the broker having it.
///
/// Both the gateway and the consumers' ledger have one. Positions rise in the order of acceptance and are never reused.
public protocol OutboxStore: Sendable {
    /// Stores submissions with their events in one durable transaction: when it returns, no power cut can take them.
    ///
    /// A submission whose events are all known with the same content stores nothing and is `.duplicate`.
    /// - Returns: one result for each submission, in order.
    func append(_ submissions: [Submission]) async throws(StoreError) -> [SubmissionResult]

    /// Keeps a refused native message in quarantine, with the reason. The same bytes refused again add nothing.
    func quarantine(_ refusal: RefusedMessage) async throws(StoreError)

    /// Events that no confirm is known for, in order of position, after `position`: the next ones, not always as many as there
    /// are up to the limit. None is answered only when there are none.
    /// - Parameter heldBack: systems whose `live` events stay where they are for the time being, because their receiver
    ///   is releasing; their `held` events are returned.
    func unsent(after position: Int64, limit: Int, heldBack: Set<String>) async throws(StoreError) -> [OutboxRow]

    /// Records that the broker has confirmed these rows.
    func markSent(_ positions: [Int64]) async throws(StoreError)

    /// Makes rows unsent again, so that the dispatcher sends the same bytes once more.
    /// - Returns: how many rows that were.
    func resend(eventIDs: [String]) async throws(StoreError) -> Int

    /// The highest position given so far, 0 for an empty outbox: a barrier set now stands behind it.
    func highestPosition() async throws(StoreError) -> Int64

    /// One page of what the account counts: the accepted events behind a position that were recorded from `from` on and before
    /// `until`, in the order of their positions.
    /// - Parameter position: of the last entry of the page before; 0 for the first page. A page shorter than `limit` is the
    ///   last.
    func accepted(
        from: Timestamp?, until: Timestamp?, after position: Int64, limit: Int
    ) async throws(StoreError) -> [OutboxEntry]

    /// How many messages were refused between two times, by system.
    func refusedCounts(from: Timestamp?, until: Timestamp?) async throws(StoreError) -> [String: Int]

    /// The accepted events with their bytes by id, for repair and for showing them.
    func events(ids: [String]) async throws(StoreError) -> [OutboxRow]
}

/// A native message that was understood, with the events made of it.
public struct Submission: Sendable {
    public var system: String
    /// The system's own correlation id.
    public var correlation: String
    /// The message form, for people who look at the store.
    public var form: String
    /// The native message as it came; empty for events that did not come as a native message.
    public var native: [UInt8]
    public var received: Timestamp
    public var drafts: [EventDraft]
    /// Where its events go: on to the consumers, or into the held queues because the receiver is holding.
    public var route: OutboxRoute

    public init(
        system: String, correlation: String, form: String, native: [UInt8], received: Timestamp, drafts: [EventDraft],
        route: OutboxRoute
    ) {
        self.system = system
        self.correlation = correlation
        self.form = form
        self.native = native
        self.received = received
        self.drafts = drafts
        self.route = route
    }
}

/// Where the events of a submission go first.
public enum OutboxRoute: String, Sendable, Hashable {
    case live
    case held
}

public enum SubmissionResult: Sendable, Hashable {
    case accepted
    /// All its events were accepted before, with the same content.
    case duplicate
    /// An event id came before with other content; nothing of the submission was stored.
    case conflicting(eventID: String)
    /// An event breaks a limit; nothing of the submission was stored.
    case refused(reason: String)
}

/// A native message that was not accepted.
public struct RefusedMessage: Sendable {
    public var system: String
    public var native: [UInt8]
    public var received: Timestamp
    public var code: String
    public var reason: String

    public init(system: String, native: [UInt8], received: Timestamp, code: String, reason: String) {
        self.system = system
        self.native = native
        self.received = received
        self.code = code
        self.reason = reason
    }
}

public struct OutboxRow: Sendable, Hashable {
    public var position: Int64
    public var route: OutboxRoute
    public var event: EncodedEvent

    public init(position: Int64, route: OutboxRoute, event: EncodedEvent) {
        self.position = position
        self.route = route
        self.event = event
    }
}
