/// Tells a channel that refuses for ever from a queue that is full.
///
/// Before the first publish of a channel, RabbitMQ 3.10 to 3.12 asks the node of the quorum queue's leader for its version,
/// and when that node is down refuses the message and asks the same node again at the next one. So a channel that first
/// publishes between the loss of a leader and the note of the next one refuses until the lost node is back. A new link is
/// the way out; for a queue that is really full it changes nothing, so it is tried ever more seldom.
struct RefusalWatch {
    static let shortest = Duration.seconds(1)
    static let longest = Duration.seconds(60)

    private var patience = Self.shortest
    private var first: ContinuousClock.Instant?
    private var last: ContinuousClock.Instant?
    private var hasGivenUp = false

    /// A new link.
    mutating func opened() {
        patience = hasGivenUp ? min(patience * 2, Self.longest) : Self.shortest
        hasGivenUp = false
        first = nil
        last = nil
    }

    /// A refusal has come. Acks in between prove nothing: they may be another queue's.
    /// - Returns: whether refusals have come for so long that a new link is worth a try.
    mutating func isStuck(now: ContinuousClock.Instant) -> Bool {
        // Refusals that lie far apart are each a matter of its own.
        if let last, now - last > Self.longest { first = nil }
        last = now
        guard let first else {
            self.first = now
            return false
        }
        hasGivenUp = now - first >= patience
        return hasGivenUp
    }
}
