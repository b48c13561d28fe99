public import Bus
import Events

/// How a consumer's events are queued.
public enum ConsumerQueues: Sendable, Hashable {
    /// `lt.consumer.<name>`: order per key as long as one process reads it.
    case one
    /// `lt.consumer.<name>.pNN`, each with a single active consumer: order per key with as many processes as partitions.
    case partitioned

    /// The names of a consumer's queues in an installation.
    public func names(of consumer: String, in partitioning: Partitioning) -> [String] {
        switch self {
        case .one: [BrokerNames.consumer(consumer)]
        case .partitioned: (0..<partitioning.count).map { BrokerNames.consumer(consumer, partition: $0) }
        }
    }
}
