public import Bus
public import Logging
public import ServiceLifecycle
public import Store

/// Empties `lt.poison` into the parked store: messages that were delivered so often that the broker gave up on them, and
/// those that a source refused for their size.
///
/// A message is a batch of events. Those that the consumer had applied are left alone; the others are parked, each by
/// itself, so that operators can release or discard them. The ack follows the commit.
public struct PoisonDrain: Service {
    private let source: any MessageSource
    private let ledger: any Ledger
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    /// Messages taken in one transaction.
    private static let page = 64

    public init(
        source: any MessageSource, ledger: any Ledger, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = SystemClock.now
    ) {
        self.source = source
        self.ledger = ledger
        self.logger = logger
        self.now = now
    }

    /// Runs until the source ends, or until graceful shutdown or cancellation.
    /// - Throws: `BusError`, `StoreError`; what is not acknowledged comes again.
    public func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                guard let deliveries = try await next() else { break }
                try await park(deliveries)
                source.acknowledge(deliveries.map(\.tag))
            }
        }
        await source.stop()
    }

    /// nil at the end of the source, and when the wait was cancelled.
    private func next() async throws(BusError) -> [Delivery]? {
        do {
            return try await source.next(maximum: Self.page)
        } catch {
            if error.code == .cancelled { return nil }
            throw error
        }
    }

    private func park(_ deliveries: [Delivery]) async throws(StoreError) {
        let at = now()
        let parked = deliveries.flatMap { Self.parked($0, at: at) }
        let count = try await ledger.transact { transaction in
            var count = 0
            // Entering the inbox is what tells whether the event was applied; a second poison copy is not parked twice.
            for event in parked where try transaction.enter(event.inboxEntry, inboxOf: event.consumer) {
                try transaction.park(event)
                count += 1
            }
            return count
        }
        if count > 0 { logger.error("poison parked", metadata: ["events": "\(count)"]) }
    }

    static func parked(_ delivery: Delivery, at time: Timestamp) -> [ParkedEvent] {
        let (queue, deaths, isRefused) = death(of: delivery)
        let consumer = Self.consumer(of: queue)
        let routingKey = firstRoutingKey(of: delivery)
        return BatchCodec.decode(delivery.body, contentType: delivery.contentType).map { result in
            switch result {
            case .success(let decoded):
                ParkedEvent(
                    consumer: consumer, eventID: decoded.event.id, key: decoded.event.partitionKey,
                    cause: isRefused ? "oversize" : "delivery-limit",
                    detail: isRefused ? "its message in \(queue) was over a limit" : "delivered too often by \(queue)",
                    attempts: deaths,
                    parkedAt: time, bytes: decoded.bytes, routingKey: routingKey)
            case .failure(let failure):
                parked(failure, consumer, deaths, routingKey, at: time)
            }
        }
    }

    /// What cannot be read stands alone, under its own id.
    private static func parked(
        _ failure: DecodeFailure, _ consumer: String, _ deaths: Int, _ routingKey: String, at time: Timestamp
    ) -> ParkedEvent {
        let id = InboundItem.undecodableID(failure.bytes)
        return ParkedEvent(
            consumer: consumer, eventID: id, key: id, cause: BatchRun.undecodable, detail: failure.error.description,
            attempts: deaths, parkedAt: time, bytes: failure.bytes, routingKey: routingKey)
    }

    /// The queue that gave the message up, as the broker notes it, how often it had been delivered, and whether it was
    /// refused and not just delivered too often.
    private static func death(of delivery: Delivery) -> (queue: String, count: Int, isRefused: Bool) {
        var queue = "unknown"
        if case .string(let name)? = delivery.headers["x-first-death-queue"] { queue = name }
        var count = 1
        if case .integer(let deliveries)? = delivery.headers["x-delivery-count"] { count = Int(deliveries) }
        return (queue, count, delivery.headers["x-first-death-reason"] == .string("rejected"))
    }

    /// With which it was published: dead-lettering gives a message the key of the poison queue, and the broker notes the
    /// one before in the entry of each death, the first death last.
    private static func firstRoutingKey(of delivery: Delivery) -> String {
        guard case .array(let deaths)? = delivery.headers["x-death"], case .table(let first)? = deaths.last,
            case .array(let keys)? = first["routing-keys"], case .string(let key)? = keys.first
        else { return delivery.routingKey }
        return key
    }

    /// `lt.declarations.p03` belongs to `declarations`, `lt.consumer.audit` to `audit`.
    private static func consumer(of queue: String) -> String {
        let parts = queue.split(separator: ".")
        if parts.count >= 3, parts[1] == "consumer" { return String(parts[2]) }
        return parts.count >= 2 ? String(parts[1]) : queue
    }
}
