import Consumers
import Logging
import ServiceLifecycle
import Store

/// A process with one role or several, from its entry in the list of processes to its clean end.
struct RoleProcess {
    let node: Node
    let roles: [any Role]
    /// Those it writes to; a disk that fails under one of them ends it.
    let stores: [any DiskBackedStore]

    /// Runs until SIGTERM or SIGINT. Stopping goes through the services from the last one to the first, then through the roles.
    func run() async throws {
        let process = node.configuration.process
        try await PartitionCount.check(node.configuration, node.control)
        try await node.receivers.refresh()
        try await node.catalogs.refresh()
        let registry = ProcessRegistry(store: node.control, now: SystemClock.now)
        let followsCatalogs = roles.contains(where: \.followsCatalogs)
        try await registry.register(
            process, receivers: Array(Set(roles.flatMap(\.receivers))), followsCatalogs: followsCatalogs)
        let shared: [any Service] = [
            DiskWatch(stores: stores),
            BoardService(node: node, followsCatalogs: followsCatalogs),
            TopologyService(
                bus: node.bus, topology: { [node] in try await InstalledTopology.load(node.configuration, node.control) },
                ready: node.ready, logger: node.logger),
        ]
        let services = try shared + roles.flatMap { try $0.services() }
        var settings = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
            logger: node.logger)
        // Afterwards what still runs is cancelled: it is not committed, not acknowledged, and comes again.
        settings.maximumGracefulShutdownDuration = .seconds(node.configuration.worker.graceSeconds)
        try await ServiceGroup(configuration: settings).run()
        for role in roles { await role.close() }
        // Last: whoever ends before this is still waited for.
        try await registry.unregister(process)
    }
}
