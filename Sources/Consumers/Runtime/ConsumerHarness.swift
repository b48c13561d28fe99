public import Bus
import Logging
public import Store

/// Tests a consumer with no broker: feeds it events through the same runtime that works in production, over a ledger in
/// memory.
///
/// ```swift
/// let harness = ConsumerHarness(MyConsumer())
/// try await harness.feed([cleared, cleared])
/// #expect(try await harness.parked().isEmpty)
/// ```
public struct ConsumerHarness: Sendable {
    public let ledger: any Ledger
    private let consumer: any Consumer
    private let codes: any CodesInForce
    private let partitioning: Partitioning
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: the time of day, for marks such as "parked at".
    public init(
        _ consumer: any Consumer, ledger: any Ledger = MemoryLedger(), codes: any CodesInForce = NoCatalogs(),
        partitioning: Partitioning = .standard, now: @escaping @Sendable () -> Timestamp = SystemClock.now
    ) {
        self.consumer = consumer
        self.ledger = ledger
        self.codes = codes
        self.partitioning = partitioning
        self.now = now
    }

    /// Hands over events in order, as accepted at their business times, and returns when each is applied, absorbed as a
    /// duplicate, or parked. What fails as transient is tried again as in production, with short waits.
    /// - Throws: `BusError` when an event breaks a limit of the envelope; `StoreError` when the ledger refuses for good.
    public func feed(_ drafts: [EventDraft]) async throws {
        var events: [EncodedEvent] = []
        for draft in drafts {
            events.append(
                try EventCodec.encode(
                    draft, sequence: UInt64(events.count + 1), recordedTime: draft.time, partitioning: partitioning))
        }
        try await feed(bodies: events.map { ($0.routingKey, BatchCodec.encode([$0])) })
    }

    /// Hands over one message body as it is, decodable or not.
    public func feed(body: [UInt8]) async throws { try await feed(bodies: [("harness", body)]) }

    /// What the consumer has parked, oldest first.
    public func parked() async throws(StoreError) -> [ParkedEvent] {
        try await ledger.parked(consumer: consumer.name, key: nil, limit: .max)
    }

    /// The events that the consumer has published, in order.
    public func published() async throws -> [Event] {
        try await ledger.outbox.unsent(after: 0, limit: .max, heldBack: []).map { try EventCodec.decode($0.event.bytes) }
    }

    private func feed(bodies: [(routingKey: String, body: [UInt8])]) async throws {
        guard !bodies.isEmpty else { return }
        var settings = ConsumerSettings()
        settings.storePacing = RetryPacing(first: .milliseconds(1), cap: .milliseconds(5))
        settings.retry = RetryPolicy(attempts: consumer.retry.attempts, pacing: settings.storePacing)
        let source = HarnessSource(bodies, queue: "lt.consumer.\(consumer.name)")
        try await ConsumerRuntime(
            consumer: consumer, source: source, ledger: ledger, codes: codes, settings: settings,
            logger: Logger(label: "harness") { _ in SwiftLogNoOpLogHandler() }, now: now
        ).run()
    }
}
