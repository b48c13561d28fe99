/// Groups a run of events into wire messages of one routing key each.
///
/// A message holds at most `Limits.batchEvents` events and `Limits.batchBytes` bytes; an event that is larger than that
/// goes alone. Events of one routing key keep their order, within a message and from one message to the next.
public enum BatchPlanner {
    /// One wire message to be.
    public struct Batch: Sendable, Hashable {
        public let routingKey: String
        /// Places of its events in the run, rising.
        public fileprivate(set) var indices: [Int]
        /// Size of the message body.
        public fileprivate(set) var bytes: Int
    }

    /// - Returns: the messages in the order of their first events; every event is in exactly one.
    public static func plan(_ events: [EncodedEvent]) -> [Batch] {
        var batches: [Batch] = []
        // The place of each routing key's last batch, the only one that may still grow.
        var latest: [String: Int] = [:]
        for (index, event) in events.enumerated() {
            if let place = latest[event.routingKey], batches[place].takes(event) {
                batches[place].indices.append(index)
                batches[place].bytes += 1 + event.bytes.count
            } else {
                latest[event.routingKey] = batches.count
                batches.append(Batch(routingKey: event.routingKey, indices: [index], bytes: 2 + event.bytes.count))
            }
        }
        return batches
    }
}

extension BatchPlanner.Batch {
    fileprivate func takes(_ event: EncodedEvent) -> Bool {
        indices.count < Limits.batchEvents && bytes + 1 + event.bytes.count <= Limits.batchBytes
    }
}
