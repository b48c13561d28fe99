import Synchronization

/// Where handlers leave acks for the connection's thread. Bounded by the deliveries there are to acknowledge.
final class AckInbox: Sendable {
    private let tags = Mutex<[DeliveryTag]>([])

    func put(_ more: [DeliveryTag]) { tags.withLock { $0.append(contentsOf: more) } }

    /// Swaps the contents with an empty array, so that both keep their memory.
    func take(into taken: inout [DeliveryTag]) {
        taken.removeAll(keepingCapacity: true)
        tags.withLock { tags in swap(&tags, &taken) }
    }
}
