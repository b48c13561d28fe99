public import Bus

/// Where a reader of the journal stream begins (`x-stream-offset`).
public enum JournalStart: Sendable, Hashable {
    case first
    /// The last chunk that the stream holds; it may consist of several messages.
    case last
    case offset(UInt64)
    /// The chunk that was current at this time, so that some earlier messages may come first.
    case time(Timestamp)
}
