public import Bus

/// What a replay needs of the broker.
public struct ReplayPorts: Sendable {
    /// Opens a source on the journal stream; prefetch some hundred messages.
    public var journal: @Sendable (_ start: JournalStart) async throws(BusError) -> any MessageSource
    public var publisher: any MessagePublisher

    public init(
        journal: @escaping @Sendable (_ start: JournalStart) async throws(BusError) -> any MessageSource,
        publisher: any MessagePublisher
    ) {
        self.journal = journal
        self.publisher = publisher
    }
}
