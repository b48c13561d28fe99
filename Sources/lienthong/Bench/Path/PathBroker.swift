import Bus
import Events

/// The real topology on a broker that has nobody else's: declared empty before a measurement, deleted after it.
///
/// Names are the pipeline's own, so a broker that already has any of them is refused, unless a queue of the bench's own says
/// that an earlier bench left them behind.
struct PathBroker: Sendable {
    static let marker = "lt.bench.path"

    private let configuration: Configuration
    private let topology: Topology
    private let access: BusAccess

    init(_ configuration: Configuration) throws {
        self.configuration = configuration
        topology = LienThongTopology.topology(partitions: try Stores.partitioning(configuration))
        access = BusAccess(configuration, logger: Bootstrap.quiet)
    }

    /// Declares everything, empty.
    /// - Throws: 65 when somebody else's objects are there, 69 when the broker is not reachable.
    func prepare() async throws {
        let problem: String? = try await TopologyCommand.reporting {
            try await access.withTopologyClient { client throws(BusError) in
                guard try await mayUse(client) else { return foreign }
                try await client.declare(QueueDeclaration(name: Self.marker, kind: .quorum(QuorumOptions())))
                for queue in topology.queues { try await client.delete(queue: queue.name) }
                let steps = try await client.apply(topology)
                return steps.first { !$0.isFine }?.description
            }
        }
        if let problem { throw CommandFailure(.badInput, problem) }
    }

    /// Whether there is nothing, or only what an earlier bench has left and nobody consumes.
    private func mayUse(_ client: AMQPTopologyClient) async throws(BusError) -> Bool {
        let isOurs = try await client.state(ofQueue: Self.marker) != nil
        for queue in topology.queues {
            guard let state = try await client.state(ofQueue: queue.name) else { continue }
            guard isOurs, state.consumers == 0 else { return false }
        }
        for exchange in topology.exchanges where !isOurs {
            if try await client.exists(exchange: exchange.name) { return false }
        }
        return true
    }

    private var foreign: String {
        """
        \(configuration.broker.place), virtual host \(configuration.broker.virtualHost), has a pipeline's exchanges or queues already; \
        this bench makes and deletes them, so give it an empty broker: Benchmarks/path starts one
        """
    }

    /// Messages that lie in the partition queues, ready for delivery, by queue.
    func lying() async throws -> [(queue: String, messages: Int)] {
        let queues = BrokerNames.declarations(in: try Stores.partitioning(configuration))
        return try await TopologyCommand.reporting {
            try await access.withTopologyClient { client throws(BusError) in
                var result: [(queue: String, messages: Int)] = []
                for queue in queues { result.append((queue, try await client.state(ofQueue: queue)?.messages ?? 0)) }
                return result
            }
        }
    }

    /// Deletes everything that `prepare` made, also when the bench was interrupted. Only after a `prepare` that went well.
    func clear() async {
        // Not part of a cancelled task. What cannot be deleted now, the next bench finds by its marker.
        await Task {
            try? await access.withTopologyClient { client throws(BusError) in
                guard try await client.state(ofQueue: Self.marker) != nil else { return }
                for queue in topology.queues.map(\.name) + [OutcomeTap.queue] { try await client.delete(queue: queue) }
                for exchange in topology.exchanges { try? await RawPath.delete(exchange: exchange.name, configuration) }
                try await client.delete(queue: Self.marker)
            }
        }.value
    }
}
