/// Single acts on broker objects; `check` and `apply` are made of them. Nothing here is for the hot path.
///
/// Errors: `unreachable`, `timedOut` and `connectionLost` may pass; `authenticationFailed`, `accessRefused` and
/// `preconditionFailed` need somebody. Cancelling the task does not interrupt a request that is under way.
public protocol TopologyClient: Sendable {
    /// nil when there is no such queue.
    func state(ofQueue name: String) async throws(BusError) -> QueueState?
    func exists(exchange name: String) async throws(BusError) -> Bool

    /// Changes nothing when the object is there with the same properties.
    /// - Throws: `preconditionFailed` when it is there with other ones, with the broker's text.
    func declare(_ exchange: ExchangeDeclaration) async throws(BusError)
    func declare(_ queue: QueueDeclaration) async throws(BusError)
    func declare(_ binding: BindingDeclaration) async throws(BusError)

    func delete(_ binding: BindingDeclaration) async throws(BusError)
    /// Deletes the queue with its messages; no error when there is none. Whoever wants it empty asks for its state first:
    /// quorum queues know no conditional deletion.
    func delete(queue name: String) async throws(BusError)

    func close() async
}

extension TopologyClient {
    /// Compares the broker with the topology and declares nothing.
    ///
    /// A passive declaration compares no properties, so what exists is declared as the topology has it: the broker
    /// compares, and either nothing happens or it names the difference. Bindings cannot be read over AMQP 0-9-1: one is
    /// reported missing when its exchange or queue is, otherwise nothing is known about it; `apply` ensures it.
    /// - Returns: empty when nothing differs; in the order of the topology.
    public func check(_ topology: Topology) async throws(BusError) -> [TopologyDifference] {
        let missing = try await missing(of: topology)
        let absent = Set(missing.map(\.entity))
        var found = Dictionary(missing.map { ($0.entity, $0) }, uniquingKeysWith: { first, _ in first })
        for exchange in topology.exchanges where !absent.contains(.exchange(exchange.name)) {
            let entity = TopologyEntity.exchange(exchange.name)
            if let text = try await difference({ () async throws(BusError) in try await declare(exchange) }) {
                found[entity] = TopologyDifference(entity, .differs(text))
            }
        }
        for queue in topology.queues where !absent.contains(.queue(queue.name)) {
            let entity = TopologyEntity.queue(queue.name)
            if let text = try await difference({ () async throws(BusError) in try await declare(queue) }) {
                found[entity] = TopologyDifference(entity, .differs(text))
            }
        }
        return topology.entities.compactMap { found[$0] }
    }

    /// Looks only whether exchanges and queues are there; compares no property.
    ///
    /// Up to RabbitMQ 4.2.6 that needs no right on them. Later brokers show an object only to a user with some right on it, and do
    /// not say whether it exists: what this user has nothing to do with counts as there, and is the business of those who have.
    /// - Returns: what is missing, and bindings of what is missing; in the order of the topology.
    public func missing(of topology: Topology) async throws(BusError) -> [TopologyDifference] {
        var missing: [TopologyEntity] = []
        for exchange in topology.exchanges {
            let isThere = try await unlessHidden { () async throws(BusError) in try await exists(exchange: exchange.name) }
            if !isThere { missing.append(.exchange(exchange.name)) }
        }
        for queue in topology.queues {
            let isThere = try await unlessHidden { () async throws(BusError) in try await state(ofQueue: queue.name) != nil }
            if !isThere { missing.append(.queue(queue.name)) }
        }
        let absent = Set(missing)
        missing += topology.bindings
            .filter { absent.contains(.exchange($0.exchange)) || absent.contains(.queue($0.queue)) }
            .map(TopologyEntity.init)
        return missing.map { TopologyDifference($0, .missing) }
    }

    /// Declares what is missing, in the order of the topology; deletes nothing and changes nothing that exists.
    /// - Returns: one step for each part.
    public func apply(_ topology: Topology) async throws(BusError) -> [TopologyStep] {
        var steps: [TopologyStep] = []
        for exchange in topology.exchanges {
            let existed = try await exists(exchange: exchange.name)
            let text = try await difference { () async throws(BusError) in try await declare(exchange) }
            steps.append(TopologyStep(.exchange(exchange.name), Self.outcome(existed, text)))
        }
        for queue in topology.queues {
            let existed = try await state(ofQueue: queue.name) != nil
            let text = try await difference { () async throws(BusError) in try await declare(queue) }
            steps.append(TopologyStep(.queue(queue.name), Self.outcome(existed, text)))
        }
        for binding in topology.bindings {
            do {
                try await declare(binding)
                steps.append(TopologyStep(TopologyEntity(binding), .ensured))
            } catch {
                guard error.code == .notFound else { throw error }
                steps.append(TopologyStep(TopologyEntity(binding), .impossible(error.reason)))
            }
        }
        return steps
    }

    private static func outcome(_ existed: Bool, _ difference: String?) -> TopologyStep.Outcome {
        if let difference { return .differs(difference) }
        return existed ? .alreadyThere : .declared
    }

    private func unlessHidden(_ isThere: () async throws(BusError) -> Bool) async throws(BusError) -> Bool {
        do {
            return try await isThere()
        } catch {
            guard error.code == .accessRefused, error.replyCode == 403 else { throw error }
            return true
        }
    }

    /// The broker's words when it says that properties differ.
    private func difference(_ declare: () async throws(BusError) -> Void) async throws(BusError) -> String? {
        do {
            try await declare()
            return nil
        } catch {
            guard error.code == .preconditionFailed else { throw error }
            return error.reason
        }
    }
}
