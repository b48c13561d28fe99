import Bus
import Consumers
import Events
import Logging
import Store

/// The worker's half of the pipeline as `WorkerRole` composes it, without orders: runtime, ledger, and the
/// dispatcher of the outcome events.
struct PathPool: Sendable {
    let ledger: SQLiteLedger
    let outcomes: OutboxDispatcher
    let published: MeteredPublisher
    let source: MeteredSource
    let runtime: ConsumerRuntime
    private let link: AMQPPublisher

    /// - Parameters:
    ///   - given: instead of the partition queues.
    ///   - keeps: keep what was committed and published, for latencies.
    ///   - backlog: messages that lie in the partition queues, to tell how fast each tenth of them goes.
    init(
        _ stores: Stores, _ configuration: Configuration, _ bus: BusAccess, source given: (any MessageSource)? = nil,
        keeps: Bool = false, backlog: Int? = nil
    ) async throws {
        let logger = bus.logger
        try await Self.importOffices(into: stores)
        let catalogs = CatalogBoard(store: stores.control, now: SystemClock.now)
        try await catalogs.refresh()
        link = try bus.publisher("outcomes")
        published = MeteredPublisher(link, keeps: keeps)
        ledger = stores.ledger
        outcomes = OutboxDispatcher(outbox: stores.ledger.outbox, publisher: published, logger: logger)
        let queues = BrokerNames.declarations(in: try Stores.partitioning(configuration))
        source = MeteredSource(try given ?? bus.source(queues, role: "pool"), keeps: keeps, backlog: backlog)
        var settings = ConsumerSettings()
        settings.batchEvents = configuration.worker.batchEvents
        runtime = ConsumerRuntime(
            consumer: DeclarationConsumer(), source: source,
            ledger: NotifyingLedger(ledger: stores.ledger, signal: outcomes.signal), codes: catalogs,
            settings: settings, logger: logger)
    }

    /// What a pool looks codes up in.
    static func importOffices(into stores: Stores) async throws {
        let imported = try await CatalogService(store: stores.control, now: SystemClock.now).apply(
            [PathTraffic.offices], actor: "bench", reason: "the offices of the simulated traffic")
        guard imported.canBeApplied else { throw CommandFailure(.no, "the simulator's offices contradict each other") }
    }

    /// Connects the outcomes' publisher now; the source connects when it is first asked.
    func connect() async throws { try await link.connect() }

    /// Returns when so many messages are applied and acknowledged, the outcomes confirmed, and the channel is closed, by
    /// which the broker has the last ack.
    func finished(messages: Int) async throws {
        try await source.wait(acknowledged: messages)
        try await outcomes.emptied(ledger.outbox)
        await source.stop()
    }

    /// With what the pool knows. Outcomes are counted since the ledger was made.
    func counted(_ measurement: PathMeasurement, queueMessages: Int) async throws -> PathMeasurement {
        var measurement = measurement
        measurement.queueMessages = queueMessages
        measurement.outcomes = Int(try await ledger.outbox.highestPosition())
        measurement.outcomeMessages = published.counts.messages
        measurement.redelivered = source.redelivered
        return measurement
    }

    func close() async { await link.close() }
}
