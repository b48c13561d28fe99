import Bus
import Consumers
import Events
import Logging
import ServiceLifecycle
import Store

/// Runs the pool over the partitions that do not stand still, and begins anew when other orders come.
///
/// A change of the partitions or of the batch ends the runtime in order (finish, commit, ack, close the channel), so that
/// whoever is given the partitions next goes on where this one stopped. The rate changes while it runs.
struct PoolService: Service {
    let role: WorkerRole

    func run() async throws {
        try await role.board.refresh()
        var orders = role.board.orders
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            // The runtime of the orders before has ended, so nothing of a partition that now stands still is in hand.
            try await confirm(orders)
            guard let next = try await work(by: orders) else { return }
            orders = next
        }
    }

    /// - Returns: the orders that ended the work; nil when it ended by itself or was to stop.
    private func work(by orders: ConsumerOrders) async throws -> ConsumerOrders? {
        let partitions = running(by: orders)
        return try await withThrowingTaskGroup(of: ConsumerOrders?.self) { group in
            if !partitions.isEmpty {
                let runtime = try runtime(partitions, orders)
                group.addTask {
                    try await runtime.run()
                    return nil
                }
            }
            group.addTask { await cancelWhenGracefulShutdown { await change(from: orders) } }
            let first = try await group.next() ?? nil
            group.cancelAll()
            try await group.waitForAll()
            return first
        }
    }

    private func running(by orders: ConsumerOrders) -> [Int] { role.partitions.filter { orders.pause(of: $0) == nil } }

    /// Waits for orders under which the runtime has to begin anew; confirms others at once.
    private func change(from orders: ConsumerOrders) async -> ConsumerOrders? {
        var known = orders
        while !Task.isCancelled {
            let seen = role.board.changed.count
            let now = role.board.orders
            if now.generation != known.generation {
                if running(by: now) != running(by: orders) || now.batch != orders.batch { return now }
                known = now
                do {
                    try await confirm(now)
                } catch {
                    role.node.logger.error("no receipt for the consumer's orders", metadata: ["reason": "\(error)"])
                }
            }
            // The signal tells of every change; the deadline is only there because every wait has one.
            await role.board.changed.wait(after: seen, atMost: .seconds(60))
        }
        return nil
    }

    private func confirm(_ orders: ConsumerOrders) async throws(StoreError) {
        try await role.board.confirm(
            orders.generation, process: role.node.configuration.process, partitions: role.partitions)
        let paused = role.partitions.filter { orders.pause(of: $0) != nil }
        guard !paused.isEmpty else { return }
        role.node.logger.notice("partitions stand still by order", metadata: ["partitions": "\(paused)"])
    }

    private func runtime(_ partitions: [Int], _ orders: ConsumerOrders) throws -> ConsumerRuntime {
        let node = role.node
        let source = try node.bus.source(partitions.map { BrokerNames.declarations($0) }, role: "pool")
        var settings = ConsumerSettings()
        settings.batchEvents = orders.batch ?? node.configuration.worker.batchEvents
        return ConsumerRuntime(
            consumer: DeclarationConsumer(), source: ThrottledSource(source, board: role.board),
            ledger: NotifyingLedger(ledger: role.ledger, share: node.ledger), codes: node.catalogs, settings: settings,
            logger: node.logger)
    }
}
