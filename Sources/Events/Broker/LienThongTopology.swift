public import Bus

/// Everything this project has on the broker, as a value.
///
/// No classic queue, no TTL, nothing that deletes itself. Every queue of events refuses publishes when it is full, and
/// hands what was delivered too often to `lt.poison`, confirmed. What operators change while it runs (retention of the
/// streams) is a broker policy and is not declared here.
public enum LienThongTopology {
    /// Deliveries before a message of a consumer's queue goes to `lt.poison`. A handler that fails parks its event long
    /// before; this is for events that end the process. It counts for all that the process held, so it has to outlast
    /// the restarts of a bad hour; 20 is also what RabbitMQ uses from 4.0 on when nothing is said.
    public static let deliveryLimit = 20

    /// For queues whose readers only move messages on: nothing in them can be poison, and a message that left over a
    /// limit would be lost or out of order. RabbitMQ 3.x keeps the order of returned messages only under a limit.
    static let movingDeliveryLimit = 1_000_000_000

    /// - Parameter consumers: the attached ones; each name once.
    public static func topology(partitions: Partitioning, consumers: [AttachedConsumer] = []) -> Topology {
        consumers.map { attached($0, partitions) }.reduce(core(partitions)) { $0.adding($1) }
    }

    /// What one attached consumer needs beside the rest.
    public static func attached(_ consumer: AttachedConsumer, _ partitions: Partitioning) -> Topology {
        guard consumer.isPartitioned else {
            let queue = BrokerNames.consumer(consumer.name)
            return Topology(
                queues: [quorum(queue)],
                bindings: consumer.patterns.map { binding(BrokerNames.events, queue, $0.description) })
        }
        var result = Topology()
        for partition in 0..<partitions.count {
            let queue = BrokerNames.consumer(consumer.name, partition: partition)
            result.queues.append(quorum(queue, singleActiveConsumer: true))
            result.bindings += consumer.patterns.compactMap { $0.narrowed(to: Partitioning.name(partition)) }
                .map { binding(BrokerNames.events, queue, $0.description) }
        }
        return result
    }

    private static func core(_ partitions: Partitioning) -> Topology {
        var result = Topology(
            exchanges: [ExchangeDeclaration(name: BrokerNames.events), ExchangeDeclaration(name: BrokerNames.held)],
            queues: [
                QueueDeclaration(
                    name: BrokerNames.poison, kind: .quorum(QuorumOptions(deliveryLimit: movingDeliveryLimit))),
                QueueDeclaration(name: BrokerNames.journal, kind: .stream(StreamOptions())),
                QueueDeclaration(name: BrokerNames.control, kind: .stream(StreamOptions())),
                quorum(BrokerNames.restructure, singleActiveConsumer: true),
            ],
            bindings: [binding(BrokerNames.events, BrokerNames.journal, "#")])
        for entity in ["catalog", "account", "certificate"] {
            result.bindings.append(binding(BrokerNames.events, BrokerNames.restructure, "*.\(entity).*"))
        }
        for partition in 0..<partitions.count { pool(partition, into: &result) }
        for system in SystemName.allCases {
            let queue = BrokerNames.held(system)
            result.queues.append(quorum(queue, singleActiveConsumer: true, deliveryLimit: movingDeliveryLimit))
            result.bindings.append(binding(BrokerNames.held, queue, "\(system.rawValue).#"))
        }
        return result
    }

    /// The pool takes what the four systems say. The pipeline's own findings are left out, because the pool makes them.
    private static func pool(_ partition: Int, into topology: inout Topology) {
        let queue = BrokerNames.declarations(partition)
        topology.queues.append(quorum(queue, singleActiveConsumer: true))
        for system in SystemName.allCases {
            for entity in PayloadCatalog.entities(of: system) {
                let key = "\(system.rawValue).\(entity).\(Partitioning.name(partition))"
                topology.bindings.append(binding(BrokerNames.events, queue, key))
            }
        }
    }

    private static func quorum(
        _ name: String, singleActiveConsumer: Bool = false, deliveryLimit: Int = deliveryLimit
    ) -> QueueDeclaration {
        QueueDeclaration(
            name: name,
            kind: .quorum(
                QuorumOptions(
                    singleActiveConsumer: singleActiveConsumer, deliveryLimit: deliveryLimit,
                    deadLetterExchange: BrokerNames.defaultExchange, deadLetterRoutingKey: BrokerNames.poison)))
    }

    private static func binding(_ exchange: String, _ queue: String, _ key: String) -> BindingDeclaration {
        BindingDeclaration(exchange: exchange, queue: queue, routingKey: key)
    }
}
