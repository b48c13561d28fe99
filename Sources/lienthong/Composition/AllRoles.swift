import Adapters
import Bus
import Console
import Consumers
import Events
import Logging
import ServiceLifecycle
import Store

/// All roles in one process: gateway, worker, control.
struct AllRoles {
    let configuration: Configuration
    let stores: Stores
    let bus: BusAccess
    let control: ObservedControl
    let receivers: ReceiverBoard
    let catalogs: CatalogBoard
    let publishers: Publishers
    let ready = BrokerReady()
    let logger: Logger

    /// Connections for publishing, one for each kind of traffic, so that none waits behind another.
    struct Publishers: Sendable {
        let gateway: AMQPPublisher
        let outcomes: AMQPPublisher
        let operations: AMQPPublisher
    }

    init(_ configuration: Configuration, stores: Stores, logger: Logger) throws(BusError) {
        self.configuration = configuration
        self.stores = stores
        self.logger = logger
        bus = BusAccess(configuration, logger: logger)
        control = ObservedControl(stores.control)
        receivers = ReceiverBoard(store: control, receivers: Self.systems, now: SystemClock.now)
        catalogs = CatalogBoard(store: control, now: SystemClock.now)
        publishers = Publishers(
            gateway: try bus.publisher("gateway"), outcomes: try bus.publisher("outcomes"),
            operations: try bus.publisher("operations"))
    }

    static let systems = SystemName.allCases.map(\.rawValue)

    /// Runs until SIGTERM or SIGINT. Stopping: intake first, then the pool (finish, commit, ack, close the channel), then
    /// what is left to publish, last the stores.
    func run() async throws {
        try await PartitionCount.check(configuration, control)
        try await receivers.refresh()
        try await catalogs.refresh()
        let registry = ProcessRegistry(store: control, now: SystemClock.now)
        try await registry.register(configuration.process, receivers: Self.systems, followsCatalogs: true)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: try services().map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger))
        try await group.run()
        try await registry.unregister(configuration.process)
        await publishers.gateway.close()
        await publishers.outcomes.close()
        await publishers.operations.close()
    }

    /// In the order of starting; stopping goes the other way.
    private func services() throws -> [any Service] {
        let outcomes = OutboxDispatcher(
            outbox: stores.ledger.outbox, publisher: publishers.outcomes, logger: logger)
        let dispatcher = OutboxDispatcher(
            outbox: stores.outbox, publisher: publishers.gateway, gate: receivers, systems: Self.systems, logger: logger)
        let intake = Intake(
            codecs: [VNACCSCodec(), EPaymentCodec(), EDocCodec(), TreasuryCodec()], outbox: stores.outbox,
            gate: receivers, logger: logger, appended: { dispatcher.signal.wake() })
        return [
            BoardService(node: self),
            TopologyService(
                bus: bus, topology: { [stores] in try await InstalledTopology.load(configuration, stores.control) },
                ready: ready, logger: logger),
            Restarting(name: "outcomes", ready: ready, logger: logger) { outcomes },
            Restarting(name: "poison", ready: ready, logger: logger) { try poisonDrain() },
            Restarting(name: "pool", ready: ready, logger: logger) { try pool(outcomes.signal) },
            Restarting(name: "releaser", ready: ready, logger: logger) { ReleaseService(node: self) },
            ControlAPI(
                operations: ControlOperations(node: self).all, host: configuration.control.host,
                port: configuration.control.port, token: try TokenFolder(configuration).token("control"),
                logger: logger),
            Restarting(name: "control feed", ready: ready, logger: logger) { ControlFeed(node: self) },
            Restarting(name: "dispatcher", ready: ready, logger: logger) { dispatcher },
            GenerationReceipts(
                intake: intake, progress: dispatcher.progress, process: configuration.process, logger: logger),
            DropFolder(root: configuration.path(configuration.dropFolder), intake: intake, logger: logger),
            try gateway(intake, dispatcher),
        ]
    }

    private func pool(_ outcomes: DispatchSignal) throws -> any Service {
        let queues = BrokerNames.declarations(in: try Stores.partitioning(configuration))
        var settings = ConsumerSettings()
        settings.batchEvents = configuration.worker.batchEvents
        return ConsumerRuntime(
            consumer: DeclarationConsumer(), source: try bus.source(queues, role: "pool"),
            ledger: NotifyingLedger(ledger: stores.ledger, signal: outcomes), codes: catalogs, settings: settings,
            logger: logger)
    }

    private func poisonDrain() throws -> any Service {
        // Anything may be in there, up to the broker's own limit, so few at a time.
        let source = try bus.source([BrokerNames.poison], role: "poison", prefetch: 4, limits: nil)
        return PoisonDrain(source: source, ledger: stores.ledger, logger: logger)
    }

    private func gateway(_ intake: Intake, _ dispatcher: OutboxDispatcher) throws -> any Service {
        let folder = TokenFolder(configuration)
        var tokens: [SystemName: [String]] = [:]
        for system in SystemName.allCases { tokens[system] = [try folder.token(system.rawValue)] }
        var settings = GatewayConfiguration(tokens: GatewayTokens(tokens))
        settings.host = configuration.gateway.host
        settings.port = configuration.gateway.port
        settings.maximumConnections = configuration.intake.maximumConnections
        settings.idleTimeout = .seconds(configuration.intake.idleSeconds)
        return HTTPGateway(configuration: settings, intake: intake, dispatcher: dispatcher, logger: logger)
    }
}
