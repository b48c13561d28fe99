public import Bus
public import Store

/// A function of events, applied exactly once to each, in order per partition key.
///
/// The runtime does the rest: decoding, duplicates, retries, parking, acknowledging, metrics. Several consumers may see
/// the same event; each has an inbox of its own under its `name`.
public protocol Consumer: Sendable {
    /// Names the inbox, the queue and the parked events; lower-case letters, digits and hyphens. Never change it: under
    /// another name every event counts as not yet seen.
    var name: String { get }

    /// What it listens to. An event of anything else is taken into the inbox without effect.
    var entities: [EventEntity] { get }

    /// One queue, or one for each partition; `one` by default. What `lienthong consumer attach` was told must say the same.
    var queues: ConsumerQueues { get }

    /// Patience with an event that fails for a while; `RetryPolicy()` by default.
    var retry: RetryPolicy { get }

    /// Applies one event. All effects go through `transaction`, so that they are one with the inbox: no clock, no network,
    /// no state of its own.
    /// - Throws: `ConsumerFailure` says whether to try again or to park. Any other error parks the event, but for an error
    ///   of the store, which is never the event's fault.
    func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws

    /// Makes of an event what `handle` needs, e.g. its typed payload, while the events before it are still being
    /// committed: what is done here does not hold the transaction up. It comes with the event as `DeliveredEvent.prepared`.
    ///
    /// A pure function of the event, for an event of any type; called at most once for each delivery of it, from another
    /// task than `handle`. The default prepares nothing. There is nothing to throw: answer nil for an event that is wrong,
    /// and let `handle` say why.
    func prepare(_ event: Event) -> (any AnyObject & Sendable)?

    /// Begins a transaction that may take in many events. The default applies them one by one with `handle`.
    func session() -> any ConsumerSession
}

extension Consumer {
    public var queues: ConsumerQueues { .one }
    public var retry: RetryPolicy { RetryPolicy() }
    public func prepare(_ event: Event) -> (any AnyObject & Sendable)? { nil }
    public func session() -> any ConsumerSession { PlainSession(consumer: self) }
}
