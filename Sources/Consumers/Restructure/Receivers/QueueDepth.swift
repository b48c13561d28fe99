/// What a passive declare says of a queue.
public struct QueueDepth: Sendable, Hashable {
    /// Messages ready for delivery; those with a consumer and not yet acknowledged are not in it.
    public var ready: Int
    public var consumers: Int

    public init(ready: Int, consumers: Int) {
        self.ready = ready
        self.consumers = consumers
    }

    /// With no consumer nothing can be unacknowledged: then `ready` is all there is.
    var isSettled: Bool { consumers == 0 }
}
