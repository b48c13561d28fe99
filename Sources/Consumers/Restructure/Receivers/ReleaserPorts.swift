public import Bus

/// What a releaser needs of the broker.
public struct ReleaserPorts: Sendable {
    /// Opens a source on a queue; prefetch at least `HeldReleaser.Settings.window`.
    public var source: @Sendable (_ queue: String) async throws(BusError) -> any MessageSource
    public var publisher: any MessagePublisher
    /// Asks the broker, not statistics: a passive declare.
    public var depth: @Sendable (_ queue: String) async throws(BusError) -> QueueDepth

    public init(
        source: @escaping @Sendable (_ queue: String) async throws(BusError) -> any MessageSource,
        publisher: any MessagePublisher,
        depth: @escaping @Sendable (_ queue: String) async throws(BusError) -> QueueDepth
    ) {
        self.source = source
        self.publisher = publisher
        self.depth = depth
    }
}
