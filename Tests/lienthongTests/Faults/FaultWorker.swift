import Bus
import Foundation
import Logging
import Store
import TestSupport

/// The worker process of a fault run: pool, ledger and the dispatcher of its outcomes as `lienthong worker` composes them,
/// every port of them behind edges.
///
/// Two of them on one ledger send both, without a lease: that costs copies and nothing else.
struct FaultWorker: Sendable {
    /// Exit code of a process that its store takes nothing from any more.
    static let unreachable: Int32 = 69

    let orders: FaultOrders

    /// Works until SIGTERM; then finishes what it has pulled and sends what is to be sent. Ends with `unreachable` after an
    /// error of the store that only a new process gets over.
    func run() async throws {
        let termination = Termination()
        let trace = try FaultTrace(orders.trace)
        let edges = FaultEdges(orders, trace)
        let file = try await opened(trace)
        let proxy = try AMQPProxy(to: orders.port)
        let bus = try bus(through: proxy)
        let logger = Logger(label: "worker") { StreamLogHandler.standardError(label: $0) }

        let publisher = try AMQPPublisher(bus, logger: logger)
        let dispatcher = OutboxDispatcher(
            outbox: EdgedOutbox(outbox: file.outbox, edges: edges, trace: trace),
            publisher: EdgedPublisher(publisher, through: proxy, edges), logger: logger)
        let ledger = EdgedLedger(base: file, edges: edges, trace: trace, signal: dispatcher.signal)
        let pool = FaultPool(orders, bus, through: proxy, ledger, logger)
        let sending = Task { await dispatcher.run() }
        let consuming = Task {
            do {
                try await pool.run()
            } catch {
                // As a process ends whose store is out of reach; at once, so that nobody in it commits on.
                trace.say("ends: \(error)")
                _exit(Self.unreachable)
            }
        }
        trace.say("ready")

        await termination.wait()
        trace.say("stopping")
        await pool.stop()
        await consuming.value
        try await emptied(dispatcher, file.outbox)
        dispatcher.stop()
        await sending.value
        await publisher.close()
        try await file.close()
        proxy.stop()
        trace.say("ended")
    }

    private func opened(_ trace: FaultTrace) async throws -> SQLiteLedger {
        do {
            return try await SQLiteLedger(path: orders.ledger, partitioning: orders.partitioning)
        } catch {
            trace.say("store \(error.code) when opening")
            throw error
        }
    }

    private func bus(through proxy: AMQPProxy) throws -> BusConfiguration {
        BusConfiguration(
            endpoints: [Endpoint(host: "127.0.0.1", port: proxy.port)], virtualHost: orders.virtualHost, user: orders.user,
            password: try Secret(contentsOfFile: orders.passwordFile), connectionName: "fault worker",
            heartbeat: .seconds(orders.heartbeatSeconds), prefetch: orders.prefetch,
            reconnect: Backoff(shortest: .milliseconds(20), longest: .milliseconds(200)))
    }

    private func emptied(_ dispatcher: OutboxDispatcher, _ outbox: any OutboxStore) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            let seen = dispatcher.progress.count
            if try await outbox.unsent(after: 0, limit: 1, heldBack: []).isEmpty { return }
            guard ContinuousClock.now < deadline else { throw NeverHappened(description: "outgoing events stay unsent") }
            // Another worker may have sent and marked them.
            await dispatcher.progress.wait(after: seen, atMost: .milliseconds(200))
        }
    }
}
