import Adapters
import Bus
import Events
import ServiceLifecycle
import Store

/// Takes native messages in, by HTTP and drop folder, and publishes their events.
struct GatewayRole: Role {
    let node: Node
    let outbox: SQLiteOutbox
    let publisher: AMQPPublisher

    /// - Parameter outbox: this gateway's own; nobody else appends to it or sends from it.
    init(_ node: Node, outbox: SQLiteOutbox) throws(BusError) {
        self.node = node
        self.outbox = outbox
        publisher = try node.bus.publisher("gateway")
    }

    var receivers: [String] { Node.systems }
    var followsCatalogs: Bool { false }

    /// Intake stops first, then what is on its way to the broker.
    func services() throws -> [any Service] {
        let (configuration, logger) = (node.configuration, node.logger)
        let dispatcher = OutboxDispatcher(
            outbox: outbox, publisher: publisher, gate: node.receivers, systems: Node.systems, logger: logger)
        let intake = Intake(
            codecs: [VNACCSCodec(), EPaymentCodec(), EDocCodec(), TreasuryCodec()], outbox: outbox, gate: node.receivers,
            logger: logger, appended: { dispatcher.signal.wake() })
        var services: [any Service] = [
            Restarting(name: "dispatcher", ready: node.ready, logger: logger) { dispatcher },
            GenerationReceipts(
                intake: intake, progress: dispatcher.progress, process: configuration.process, logger: logger),
        ]
        if !configuration.dropFolder.isEmpty {
            services.append(DropFolder(root: configuration.path(configuration.dropFolder), intake: intake, logger: logger))
        }
        services.append(try http(intake, dispatcher))
        return services
    }

    private func http(_ intake: Intake, _ dispatcher: OutboxDispatcher) throws -> any Service {
        let configuration = node.configuration
        let folder = TokenFolder(configuration)
        var tokens: [SystemName: [String]] = [:]
        for system in SystemName.allCases { tokens[system] = [try folder.token(system.rawValue)] }
        var settings = GatewayConfiguration(tokens: GatewayTokens(tokens))
        settings.host = configuration.gateway.host
        settings.port = configuration.gateway.port
        settings.maximumConnections = configuration.intake.maximumConnections
        settings.idleTimeout = .seconds(configuration.intake.idleSeconds)
        return HTTPGateway(configuration: settings, intake: intake, dispatcher: dispatcher, logger: node.logger)
    }

    func close() async { await publisher.close() }
}
