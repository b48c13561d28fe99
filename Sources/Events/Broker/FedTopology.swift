public import Bus

/// What a consumer with history needs on the broker: its own queues, which nothing is bound to, and a feed, a quorum queue
/// that collects live what the consumer listens to until the feeder moves it over.
public struct FedTopology: Sendable, Hashable {
    /// The consumer's queues and the feed, without bindings.
    public let queues: Topology
    /// The bindings of the feed. They are made later than the queues: what is in the journal before they exist cannot be in
    /// the feed.
    public let bindings: Topology

    public init(_ consumer: AttachedConsumer, _ partitions: Partitioning) {
        let feed = BrokerNames.feed(consumer.name)
        let options = QuorumOptions(singleActiveConsumer: true, deliveryLimit: LienThongTopology.movingDeliveryLimit)
        queues = Topology(
            queues: LienThongTopology.attached(consumer, partitions).queues
                + [QueueDeclaration(name: feed, kind: .quorum(options))])
        bindings = Topology(
            bindings: consumer.patterns.map {
                BindingDeclaration(exchange: BrokerNames.events, queue: feed, routingKey: $0.description)
            })
    }
}

extension BrokerNames {
    /// The queue that collects live events for a consumer whose history is fed: `lt.feed.statistics`.
    public static func feed(_ consumer: String) -> String { "lt.feed.\(consumer)" }
}
