/// What an attempt is to do with one item of its batch.
enum Disposition: Sendable, Hashable {
    case apply
    /// It has proved that it cannot be applied.
    case park(cause: String, detail: String, attempts: Int)
    /// Its key waits for a later attempt; nothing of it is touched.
    case wait
}

/// What became of one item in a committed transaction.
enum ItemOutcome: String, Sendable, Hashable, CaseIterable {
    case applied
    /// Seen before; nothing happened.
    case duplicate
    /// Of no interest to the consumer; in the inbox, without effect.
    case ignored
    case parked
    /// Parked behind an earlier event of its key.
    case behind
    /// Not touched; its key waits.
    case waiting
}
