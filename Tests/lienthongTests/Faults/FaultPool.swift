import Bus
import Consumers
import Logging
import Store
import Synchronization
import TestSupport

/// The pool of a worker process: runs the runtime, and begins anew when it ends with an error, but for one of the store after
/// which the process has to begin anew.
final class FaultPool: Sendable {
    private struct State {
        var source: AMQPSource?
        var isStopping = false
    }

    private let orders: FaultOrders
    private let bus: BusConfiguration
    private let proxy: AMQPProxy
    private let ledger: EdgedLedger
    private let logger: Logger
    private let state = Mutex(State())

    init(_ orders: FaultOrders, _ bus: BusConfiguration, through proxy: AMQPProxy, _ ledger: EdgedLedger, _ logger: Logger) {
        self.orders = orders
        self.bus = bus
        self.proxy = proxy
        self.ledger = ledger
        self.logger = logger
    }

    /// Until `stop()`.
    /// - Throws: `StoreError` of a store that takes nothing more from this process.
    func run() async throws {
        var failures = 0
        while let source = try nextSource() {
            do {
                try await runtime(source).run()
                failures = 0
            } catch let error as StoreError where error.code != .fenced && !error.isRetryable {
                throw error
            } catch {
                ledger.trace.say("pool \(error)")
                failures += 1
            }
            try? await Task.sleep(for: RetryPacing().wait(attempt: failures, draw: .random(in: 0...1)))
        }
    }

    /// Lets the runtime finish what it has pulled.
    func stop() async {
        let source = state.withLock { state in
            state.isStopping = true
            return state.source
        }
        await source?.stop()
    }

    private func nextSource() throws -> AMQPSource? {
        let source = try AMQPSource(queues: orders.queues, limits: .events, bus, logger: logger)
        return state.withLock { state in
            guard !state.isStopping else { return nil }
            state.source = source
            return source
        }
    }

    private func runtime(_ source: AMQPSource) -> ConsumerRuntime {
        var settings = ConsumerSettings()
        settings.batchEvents = orders.batch
        return ConsumerRuntime(
            consumer: NotedPool(lethal: orders.lethal), source: EdgedSource(source: source, proxy: proxy, edges: ledger.edges),
            ledger: ledger, codes: FaultCodes(), settings: settings, logger: logger)
    }
}
