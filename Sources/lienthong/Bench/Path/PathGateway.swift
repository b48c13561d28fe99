import Adapters
import Bus
import Events
import Logging
import Store

/// The gateway's half of the pipeline as `GatewayRole` composes it, without HTTP and drop folder: intake, outbox, dispatcher, publisher.
struct PathGateway: Sendable {
    let outbox: SQLiteOutbox
    let intake: Intake
    let dispatcher: OutboxDispatcher
    let published: MeteredPublisher
    /// nil without poison.
    let poisoning: PoisoningPublisher?
    private let link: AMQPPublisher

    init(_ stores: Stores, _ bus: BusAccess, poisoned: Bool = false) async throws {
        let logger = bus.logger
        let systems = SystemName.allCases.map(\.rawValue)
        let receivers = ReceiverBoard(store: stores.control, receivers: systems, now: SystemClock.now)
        try await receivers.refresh()
        link = try bus.publisher("gateway")
        poisoning = poisoned ? PoisoningPublisher(link) : nil
        published = MeteredPublisher(poisoning ?? link)
        outbox = stores.outbox
        let dispatcher = OutboxDispatcher(
            outbox: stores.outbox, publisher: published, gate: receivers, systems: systems, logger: logger)
        self.dispatcher = dispatcher
        intake = Intake(
            codecs: PathTraffic.codecs, outbox: stores.outbox, gate: receivers, logger: logger,
            appended: { dispatcher.signal.wake() })
    }

    /// Connects now, so that no measurement begins with it.
    func connect() async throws { try await link.connect() }

    func close() async { await link.close() }
}
