import Bus
import Consumers
import Events

/// Asks the broker itself how many messages lie in its queues (a passive declare). Of a stream it answers a statistic, which
/// is up to 5 s late and 0 at first.
struct QueueDepths: Sendable {
    private let bus: BusAccess

    init(_ bus: BusAccess) { self.bus = bus }

    /// - Throws: `notFound` when there is no such queue.
    func depth(_ queue: String) async throws(BusError) -> QueueDepth {
        let state = try await bus.withTopologyClient { client throws(BusError) in
            try await client.state(ofQueue: queue)
        }
        guard let state else { throw BusError(.notFound, "there is no queue \(queue)") }
        return QueueDepth(ready: state.messages, consumers: state.consumers)
    }

    /// Messages in a receiver's held queue; 0 while the queue does not exist yet.
    func held(_ receiver: String) async throws(BusError) -> Int {
        guard let system = SystemName(rawValue: receiver) else { return 0 }
        let queue = BrokerNames.held(system)
        return try await ready([queue])[queue] ?? 0
    }

    /// Ready messages of several queues over one connection; queues that do not exist are left out.
    func ready(_ queues: [String]) async throws(BusError) -> [String: Int] {
        try await depths(queues).mapValues(\.ready)
    }

    /// Ready messages and consumers of several queues over one connection; queues that do not exist are left out.
    func depths(_ queues: [String]) async throws(BusError) -> [String: QueueDepth] {
        try await bus.withTopologyClient { client throws(BusError) in
            var depths: [String: QueueDepth] = [:]
            for queue in queues {
                guard let state = try await client.state(ofQueue: queue) else { continue }
                depths[queue] = QueueDepth(ready: state.messages, consumers: state.consumers)
            }
            return depths
        }
    }
}
