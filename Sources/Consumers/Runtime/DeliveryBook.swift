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

    mutating func enter(_ tag: DeliveryTag) -> Ordinal {
        next += 1
        open[next] = Open(tag: tag, left: 0)
        return next
    }

    /// - Returns: the tag to acknowledge at once when there is no event in the delivery.
    mutating func expect(_ events: Int, in ordinal: Ordinal) -> DeliveryTag? {
        guard events > 0 else { return open.removeValue(forKey: ordinal)?.tag }
        open[ordinal]?.left = events
        return nil
    }

    /// Counts one event of a delivery as durable.
    /// - Returns: the tag to acknowledge when it was the last one.
    mutating func settle(_ ordinal: Ordinal) -> DeliveryTag? {
        guard var entry = open[ordinal] else { return nil }
        entry.left -= 1
        guard entry.left <= 0 else {
            open[ordinal] = entry
            return nil
        }
        open[ordinal] = nil
        return entry.tag
    }
}
