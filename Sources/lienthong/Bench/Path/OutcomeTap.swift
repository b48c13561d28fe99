import Bus
import Events
import Store
import Synchronization

/// A subscriber to what the pool finds out, with a queue of its own on the broker.
final class OutcomeTap: Sendable {
    /// An outcome event as it came first.
    struct Outcome: Sendable {
        var time: ContinuousClock.Instant
        var isStatusChange: Bool
        /// Id of the event that led to it.
        var cause: String
    }

    private struct State {
        /// By id, of one measurement.
        var outcomes: [String: Outcome] = [:]
        var repeated = 0
    }

    static let queue = "lt.bench.outcomes"

    private let bus: BusAccess
    private let source: AMQPSource
    private let state = Mutex(State())
    /// Woken at each delivery.
    private let progress = DispatchSignal()

    init(_ bus: BusAccess) throws {
        self.bus = bus
        // Without limits: what is over a limit is rejected, which only a queue with a dead-letter exchange may do.
        source = try bus.source([Self.queue], role: "outcomes", limits: nil)
    }

    /// Makes the queue, empty. `PathBroker` deletes it with everything else.
    func declare() async throws {
        let type = DeclarationStatusChanged.type
        try await bus.withTopologyClient { client throws(BusError) in
            try await client.delete(queue: Self.queue)
            try await client.declare(QueueDeclaration(name: Self.queue, kind: .quorum(QuorumOptions())))
            try await client.declare(
                BindingDeclaration(
                    exchange: BrokerNames.events, queue: Self.queue, routingKey: "\(type.system).\(type.entity).*"))
        }
    }

    var outcomes: [String: Outcome] { state.withLock { $0.outcomes } }
    var repeated: Int { state.withLock { $0.repeated } }

    /// Collects until it is stopped.
    @Sendable func run() async throws {
        while let deliveries = try await source.next(maximum: 512) {
            let time = ContinuousClock.now
            source.acknowledge(deliveries.map(\.tag))
            for delivery in deliveries {
                for case .success(let decoded) in BatchCodec.decode(delivery.body, contentType: delivery.contentType) {
                    note(decoded.event, at: time)
                }
            }
            progress.wake()
        }
    }

    private func note(_ event: Event, at time: ContinuousClock.Instant) {
        let outcome = Outcome(
            time: time, isStatusChange: event.type == DeclarationStatusChanged.type,
            cause: event.data["cause"]?.string ?? "")
        state.withLock { state in
            if state.outcomes[event.id] == nil { state.outcomes[event.id] = outcome } else { state.repeated += 1 }
        }
    }

    /// Returns when so many different outcomes have come.
    /// - Throws: `CancellationError`.
    func wait(outcomes count: Int) async throws {
        while true {
            let seen = progress.count
            if state.withLock({ $0.outcomes.count }) >= count { return }
            try Task.checkCancellation()
            await progress.wait(after: seen, atMost: .seconds(1))
        }
    }

    func stop() async { await source.stop() }
}
