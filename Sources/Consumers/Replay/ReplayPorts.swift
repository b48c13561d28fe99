public import Bus

/// What a replay needs of the broker.
public struct ReplayPorts: Sendable {
    /// Opens a source on the journal stream; prefetch some hundred messages.
    public var journal: @Sendable (_ start: JournalStart) async throws(BusError) -> any MessageSource
    /// Messages in the journal as the broker counts them, which may be some seconds late.
    public var journalCount: @Sendable () async throws(BusError) -> Int
    public var publisher: any MessagePublisher

    public init(
        journal: @escaping @Sendable (_ start: JournalStart) async throws(BusError) -> any MessageSource,
        journalCount: @escaping @Sendable () async throws(BusError) -> Int, publisher: any MessagePublisher
    ) {
        self.journal = journal
        self.journalCount = journalCount
        self.publisher = publisher
    }

    /// Offset of the journal's last message; nil when it is empty.
    func journalEnd(_ ticker: Ticker) async throws(RestructureError) -> UInt64? {
        do throws(BusError) {
            return try await JournalEnd().find(count: journalCount, ticker) { () throws(BusError) in
                try await journal(.last)
            }
        } catch {
            throw RestructureError(error, place: "journal")
        }
    }
}
