public import Bus
public import Store

/// A consumer with middleware around it. Name, queues, patience and sessions are those of the consumer itself.
public struct WrappedConsumer: Consumer {
    private let consumer: any Consumer
    private let middleware: [any ConsumerMiddleware]

    init(_ consumer: any Consumer, middleware: [any ConsumerMiddleware]) {
        self.consumer = consumer
        self.middleware = middleware
    }

    public var name: String { consumer.name }
    public var entities: [EventEntity] { consumer.entities }
    public var queues: ConsumerQueues { consumer.queues }
    public var retry: RetryPolicy { consumer.retry }

    public func prepare(_ event: Event) -> (any AnyObject & Sendable)? { consumer.prepare(event) }

    public func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        var session = session()
        try session.handle(event, in: transaction)
        try session.finish(in: transaction)
    }

    public func session() -> any ConsumerSession {
        WrappedSession(inner: consumer.session(), consumer: name, middleware: middleware)
    }
}

private struct WrappedSession: ConsumerSession {
    var inner: any ConsumerSession
    let consumer: String
    let middleware: [any ConsumerMiddleware]

    mutating func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        try pass(event, from: 0, transaction)
    }

    mutating func finish(in transaction: any LedgerTransaction) throws { try inner.finish(in: transaction) }

    var changeCount: Int? { inner.changeCount }

    private mutating func pass(_ event: DeliveredEvent, from place: Int, _ transaction: any LedgerTransaction) throws {
        guard place < middleware.count else { return try inner.handle(event, in: transaction) }
        let current = middleware[place]
        try current.handle(event, for: consumer, in: transaction) { event in
            try pass(event, from: place + 1, transaction)
        }
    }
}
