public import Store

/// A parked event and what waits behind it.
public struct ParkedLine: Sendable, Hashable {
    /// The oldest parked event of its key: the one that failed.
    public var head: ParkedEvent
    /// Later events of the same key, in order.
    public var behind: [ParkedEvent]
}
