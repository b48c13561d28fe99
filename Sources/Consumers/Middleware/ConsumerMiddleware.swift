public import Store

/// Work that goes around the handling of every event, whatever the consumer: timing, logging, permission.
///
/// It runs for each attempt, inside the transaction of the batch, so its effects must be harmless when the batch is rolled
/// back and run again. It may pass on another event, pass on none (which takes the event as applied, without effect), or
/// throw what a handler may throw.
public protocol ConsumerMiddleware: Sendable {
    /// - Parameters:
    ///   - consumer: its name.
    ///   - next: the rest of the chain, with the consumer's own handler at the end. To be called at most once.
    func handle(
        _ event: DeliveredEvent, for consumer: String, in transaction: any LedgerTransaction,
        next: (DeliveredEvent) throws -> Void
    ) throws
}

extension Consumer {
    /// The same consumer with middleware around it; the first one is the outermost.
    public func wrapped(by middleware: any ConsumerMiddleware...) -> WrappedConsumer {
        WrappedConsumer(self, middleware: middleware)
    }
}
