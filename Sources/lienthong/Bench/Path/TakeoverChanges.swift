/// The status changes of a run in which the owner of some partitions was killed.
struct TakeoverChanges: Sendable {
    struct Change: Sendable {
        /// Of the event that led to it: whoever owns that partition has published the change.
        var partition: Int
        /// When that event was accepted.
        var accepted: ContinuousClock.Instant
        /// When a subscriber had the change.
        var seen: ContinuousClock.Instant

        var took: Duration { max(.zero, seen - accepted) }
    }

    let changes: [Change]
    /// Partitions whose owner was killed.
    let killed: Set<Int>
    let killedAt: ContinuousClock.Instant

    init(_ changes: [Change], killed: Set<Int>, killedAt: ContinuousClock.Instant) {
        self.changes = changes
        self.killed = killed
        self.killedAt = killedAt
    }

    var live: [Duration] { changes.filter { !killed.contains($0.partition) }.map(\.took) }
    var stopped: [Duration] { changes.filter { killed.contains($0.partition) }.map(\.took) }

    /// From the kill until the last of the killed one's partitions had gone on; nil when one has not.
    var takeover: Duration? {
        // What was accepted before the kill may have been published by the dead owner and only come late.
        var goneOn: [Int: ContinuousClock.Instant] = [:]
        for change in changes where killed.contains(change.partition) && change.accepted >= killedAt {
            goneOn[change.partition] = min(goneOn[change.partition] ?? change.seen, change.seen)
        }
        guard goneOn.count == killed.count, let last = goneOn.values.max() else { return nil }
        return last - killedAt
    }
}
