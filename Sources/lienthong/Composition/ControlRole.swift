import Bus
import Console
import Consumers
import ServiceLifecycle
import Store

/// Carries out what operators order, releases what receivers held, and publishes the control log.
struct ControlRole: Role {
    let node: Node
    let stores: Stores
    let publisher: AMQPPublisher

    init(_ node: Node, stores: Stores) throws(BusError) {
        self.node = node
        self.stores = stores
        publisher = try node.bus.publisher("operations")
    }

    var receivers: [String] { [] }
    /// What it releases and replays is given the codes in force.
    var followsCatalogs: Bool { true }

    func services() throws -> [any Service] {
        let (configuration, logger) = (node.configuration, node.logger)
        let broker = configuration.broker
        let management = try broker.management.map { management in
            try AttachManagement(
                url: management.url, user: management.user,
                passwordFile: configuration.path(management.passwordFile), virtualHost: broker.virtualHost)
        }
        return [
            Restarting(name: "releaser", ready: node.ready, logger: logger) { ReleaseService(role: self) },
            Restarting(name: "feeds", ready: node.ready, logger: logger) { AttachFeeds(node: node) },
            PauseAlarm(node: node),
            ControlAPI(
                operations: ControlOperations(role: self, management: management).all, host: configuration.control.host,
                port: configuration.control.port, token: try TokenFolder(configuration).token("control"), logger: logger),
            Restarting(name: "control feed", ready: node.ready, logger: logger) { ControlFeed(role: self) },
        ]
    }

    func close() async { await publisher.close() }
}
