public import Bus

/// A consumer that somebody attaches: a queue of its own on the broker, fed with what it listens to.
public struct AttachedConsumer: Sendable, Hashable {
    /// 1 to 64 lower-case letters, digits and hyphens; the queue is `lt.consumer.<name>`.
    public let name: String
    /// At least one; an event that several of them match comes once.
    public let patterns: [RoutingPattern]
    /// One queue a partition, each with a single active consumer: order per key with as many workers as partitions. Without
    /// it there is one queue, and order holds as long as only one worker reads it.
    public let isPartitioned: Bool

    /// nil for another name, for no pattern, or when it is partitioned and a pattern names a partition itself.
    public init?(name: String, patterns: [RoutingPattern], isPartitioned: Bool = false) {
        let isName = (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
        guard isName, !patterns.isEmpty, !isPartitioned || patterns.allSatisfy({ $0.partition == "*" }) else { return nil }
        self.name = name
        self.patterns = patterns
        self.isPartitioned = isPartitioned
    }

    /// Its queues in this installation.
    public func queues(in partitioning: Partitioning) -> [String] {
        isPartitioned
            ? (0..<partitioning.count).map { BrokerNames.consumer(name, partition: $0) } : [BrokerNames.consumer(name)]
    }
}
