import Bus

/// Which deliveries may be acknowledged: those whose last event is settled.
///
/// Holds one entry for each unacknowledged delivery; the source's prefetch bounds how many those are.
struct DeliveryBook: Sendable {
    typealias Ordinal = UInt64

    private struct Open { var tag: DeliveryTag, left: Int }

    private var next: Ordinal = 0
    private var open: [Ordinal: Open] = [:]

    /// Deliveries with events that are neither committed nor given up.
    var openCount: Int { open.count }

    /// - Returns: nil when there is no event in the delivery: then it is to be acknowledged at once.
    mutating func enter(_ tag: DeliveryTag, events: Int) -> Ordinal? {
        guard events > 0 else { return nil }
        next += 1
        open[next] = Open(tag: tag, left: events)
        return next
    }

    /// Counts one event of a delivery as durable.
    /// - Returns: the tag to acknowledge when it was the last one.
    mutating func settle(_ ordinal: Ordinal) -> DeliveryTag? {
        guard let place = open.index(forKey: ordinal) else { return nil }
        open.values[place].left -= 1
        return open.values[place].left > 0 ? nil : open.remove(at: place).value.tag
    }
}
