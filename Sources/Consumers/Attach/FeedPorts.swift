public import Bus

/// What feeding a consumer needs of the broker.
public struct FeedPorts: Sendable {
    public var replay: ReplayPorts
    /// Messages and readers of the feed.
    public var feedDepth: @Sendable () async throws(BusError) -> QueueDepth
    /// Declares the consumer's queues and the feed, without bindings.
    public var declare: @Sendable () async throws(BusError) -> Void
    /// Binds the feed to what the consumer listens to.
    public var bind: @Sendable () async throws(BusError) -> Void
    /// Opens a source on the feed; prefetch at most 256 messages.
    public var feed: @Sendable () async throws(BusError) -> any MessageSource

    /// - Parameter replay: how the journal is read, and the publisher, whose connection is best its own.
    public init(
        replay: ReplayPorts, feedDepth: @escaping @Sendable () async throws(BusError) -> QueueDepth,
        declare: @escaping @Sendable () async throws(BusError) -> Void,
        bind: @escaping @Sendable () async throws(BusError) -> Void,
        feed: @escaping @Sendable () async throws(BusError) -> any MessageSource
    ) {
        self.replay = replay
        self.feedDepth = feedDepth
        self.declare = declare
        self.bind = bind
        self.feed = feed
    }
}
