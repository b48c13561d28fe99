public import Store

/// What a consumer keeps in memory during one transaction, e.g. records that several events of a batch change.
///
/// A session lives as long as its transaction: when that rolls back, the session is dropped with it.
public protocol ConsumerSession {
    /// As `Consumer.handle`.
    mutating func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws
    /// Writes what was held back. Called once, before the commit.
    mutating func finish(in transaction: any LedgerTransaction) throws
}

/// Passes each event straight to the consumer.
struct PlainSession: ConsumerSession {
    let consumer: any Consumer

    func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        try consumer.handle(event, in: transaction)
    }

    func finish(in transaction: any LedgerTransaction) {}
}
