public import Store

/// What a consumer keeps in memory during one transaction, e.g. records that several events of a batch change.
///
/// A session lives as long as its transaction: when that rolls back, the session is dropped with it.
public protocol ConsumerSession {
    /// As `Consumer.handle`.
    mutating func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws
    /// Writes what was held back. Called once, before the commit.
    mutating func finish(in transaction: any LedgerTransaction) throws
    /// Rises with each change of what is kept here; nil, the default, when that is not counted.
    ///
    /// An event that can never be applied, and has changed neither this nor the transaction before it failed, is parked on the
    /// spot. Any other that fails costs the whole batch: it is rolled back and applied again without that event.
    var changeCount: Int? { get }
}

extension ConsumerSession {
    public var changeCount: Int? { nil }
}

/// Passes each event straight to the consumer.
struct PlainSession: ConsumerSession {
    let consumer: any Consumer

    /// It keeps nothing.
    var changeCount: Int? { 0 }

    func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        try consumer.handle(event, in: transaction)
    }

    func finish(in transaction: any LedgerTransaction) {}
}
