/// Tells a link made after a loss, on which publishing comes to nothing, from one that is only slow to answer.
///
/// A channel's first publish to a quorum queue whose leader's node is lost makes the broker wait for that node: until it counts
/// as down, and then `net_setuptime` (7 s unless it is set) for every message, which is refused in the end (`RefusalWatch`).
/// Everything else on the channel waits behind it. A new link asks whoever leads by then. On a broker that is slow for
/// another reason it changes nothing, so it is tried ever more seldom, and only on links that are young: a channel that has
/// met its queues does not ask again. Never on the first one: a node that falls silent is left by its heartbeats, because
/// the others need about as long to take its place, and a link to one of them before that is one of those that wait.
struct SilenceWatch {
    static let shortest = Duration.seconds(1)
    /// Beyond this age of a link silence is the business of heartbeats and of the publish deadline.
    static let youth = Duration.seconds(30)

    private var patience = Self.shortest
    private var hasGivenUp = false
    private var hasLost = false
    /// Of a link that is watched.
    private var opening: ContinuousClock.Instant?
    /// When the first of what is unanswered was sent or, if that is later, when the last answer came. nil: all is answered, or
    /// the broker has asked for silence.
    private var since: ContinuousClock.Instant?

    /// A new link.
    mutating func opened(now: ContinuousClock.Instant) {
        patience = hasGivenUp ? min(patience * 2, Self.youth) : Self.shortest
        hasGivenUp = false
        opening = hasLost ? now : nil
        since = nil
    }

    /// A link that was up is gone.
    mutating func lost() { hasLost = true }

    /// Messages have been sent.
    mutating func sent(now: ContinuousClock.Instant) { since = since ?? now }

    /// The broker has confirmed or refused something, or has allowed sending again.
    /// - Parameter waiting: whether there are others without an answer.
    mutating func answered(now: ContinuousClock.Instant, waiting: Bool) { since = waiting ? now : nil }

    /// The broker takes nothing at this moment, and says so.
    mutating func blocked() { since = nil }

    /// When the silence has lasted long enough; nil when nothing is waited for or the link is no longer young.
    var deadline: ContinuousClock.Instant? {
        guard let since, let opening, since - opening < Self.youth else { return nil }
        return since + patience
    }

    /// - Returns: whether nothing has been answered for so long that a new link is worth a try.
    mutating func isStuck(now: ContinuousClock.Instant) -> Bool {
        guard let deadline, deadline <= now else { return false }
        hasGivenUp = true
        return true
    }
}
