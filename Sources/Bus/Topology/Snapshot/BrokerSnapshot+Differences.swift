internal import JSON

extension BrokerSnapshot {
    /// Every way in which the broker is not as the topology says, in the order of the topology; bindings that are too many
    /// come last.
    public func differences(from topology: Topology) -> [TopologyDifference] {
        var found: [TopologyDifference] = []
        for exchange in topology.exchanges {
            let texts = problems(exchange)
            found += texts?.map { TopologyDifference(.exchange(exchange.name), .differs($0)) }
                ?? [TopologyDifference(.exchange(exchange.name), .missing)]
        }
        for queue in topology.queues {
            let texts = problems(queue)
            found += texts?.map { TopologyDifference(.queue(queue.name), .differs($0)) }
                ?? [TopologyDifference(.queue(queue.name), .missing)]
        }
        let present = Set(bindings)
        for binding in topology.bindings where !present.contains(binding) {
            found.append(TopologyDifference(TopologyEntity(binding), .missing))
        }
        let ours = Set(topology.queues.map(\.name))
        let wanted = Set(topology.bindings)
        for binding in bindings where ours.contains(binding.queue) && !wanted.contains(binding) {
            found.append(TopologyDifference(TopologyEntity(binding), .unexpected))
        }
        return found
    }

    /// nil when there is no such exchange.
    private func problems(_ exchange: ExchangeDeclaration) -> [String]? {
        guard let present = exchanges[exchange.name] else { return nil }
        var problems: [String] = []
        if present.type != exchange.kind.rawValue { problems.append("type \(present.type) instead of \(exchange.kind.rawValue)") }
        if !present.isDurable { problems.append("not durable") }
        problems += present.arguments.map { "\($0.key): the topology has no such argument" }
        for policy in PolicySnapshot.inForce(policies, on: exchange.name, as: ["all", "exchanges"]) {
            problems += policy.definition.compactMap { setting in
                PolicyRules.problem(setting.key, setting.value, onExchange: exchange.name).map { "\(policy.description): \($0)" }
            }
        }
        return problems
    }

    /// nil when there is no such queue.
    private func problems(_ queue: QueueDeclaration) -> [String]? {
        guard let present = queues[queue.name] else { return nil }
        var problems: [String] = []
        if !present.isDurable { problems.append("not durable") }
        if present.isAutoDelete { problems.append("deletes itself") }
        let wanted = queue.arguments.mapValues(\.json)
        let actual = Dictionary(present.arguments.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        for key in Set(wanted.keys).union(actual.keys).sorted() where wanted[key] != actual[key] {
            problems.append("\(key) is \(Self.shown(actual[key])) instead of \(Self.shown(wanted[key]))")
        }
        let kinds: Set<String> =
            switch queue.kind {
            case .quorum: ["all", "queues", "quorum_queues"]
            case .stream: ["all", "queues", "streams"]
            }
        for policy in PolicySnapshot.inForce(policies, on: queue.name, as: kinds) {
            problems += policy.definition.compactMap { setting in
                PolicyRules.problem(setting.key, setting.value, on: queue).map { "\(policy.description): \($0)" }
            }
        }
        return problems
    }

    private static func shown(_ value: JSONValue?) -> String {
        guard let value else { return "absent" }
        return value.string.map { "\"\($0)\"" } ?? value.integer.map(String.init) ?? value.bool.map { "\($0)" } ?? "something else"
    }
}
