/// Tells a channel that refuses for ever from a queue that is full.
///
/// Seen with RabbitMQ 3.10.8 after the leader of a quorum queue was killed: a publisher that repeated on one link for a minute
/// was not served, while another client's publishes over new connections were. That its channel first published between
/// the loss of the leader and the next election is the likely reason, not a proven one. A new link is the way out; for a
/// queue that is really full it changes nothing, so it is tried ever more seldom.
struct RefusalWatch {
    static let shortest = Duration.seconds(2)
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
