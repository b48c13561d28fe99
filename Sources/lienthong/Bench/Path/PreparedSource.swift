import Bus
import Synchronization

/// Deliveries that are there already, handed out as fast as they are taken; ends behind the last.
final class PreparedSource: MessageSource {
    private let deliveries: [Delivery]
    private let position = Mutex(0)

    init(_ deliveries: [Delivery]) { self.deliveries = deliveries }

    func next(maximum: Int) -> [Delivery]? {
        position.withLock { position in
            guard position < deliveries.count else { return nil }
            let end = min(position + max(maximum, 1), deliveries.count)
            defer { position = end }
            return Array(deliveries[position..<end])
        }
    }

    func acknowledge(_ tags: [DeliveryTag]) {}

    func stop() async {}

    /// There is no broker to be away.
    let consumingSince: ContinuousClock.Instant? = .now
}
