import Bus

/// Finds the offset of the journal's last message.
///
/// A stream has no question for its last offset in AMQP 0-9-1. A source that starts at `last` gets the last chunk, which may
/// hold several messages, and then whatever arrives meanwhile. Its messages come without a pause; so the highest offset
/// seen when nothing has come for `quiet` is the end. On a stream that never falls quiet the offset seen after `limit` is
/// taken: everything that was there at the beginning is before it.
///
/// A stream that answers nothing within `first`, in which connecting is included, is empty, if the broker counts nothing in
/// it either. Neither says so alone: the broker may just be away, and a stream's count is a statistic that the broker brings
/// up to date every 5 s, so that it is 0 for the first messages of a young stream, and of any stream after a restart. So the
/// silence counts only over one link that was there for at least `steady`, which is longer than that.
struct JournalEnd: Sendable {
    var first = Duration.seconds(7)
    var steady = Duration.milliseconds(5_500)
    var quiet = Duration.milliseconds(500)
    var limit = Duration.seconds(15)

    /// - Parameters:
    ///   - count: messages in the journal as the broker counts them.
    ///   - journal: opens a source on the journal's last chunk.
    /// - Returns: nil for an empty journal.
    /// - Throws: `silence`, when there are messages and none came, or the link was lost or late, so that nothing is known; the
    ///   broker's error when it cannot be asked.
    func find(
        count: () async throws(BusError) -> Int, _ ticker: Ticker,
        _ journal: () async throws(BusError) -> any MessageSource
    ) async throws(BusError) -> UInt64? {
        // Asked first, so that a broker which is away is told from a journal that is empty.
        _ = try await count()
        let source = try await journal()
        if let highest = try await last(of: source, ticker) { return highest }
        guard let since = source.consumingSince, since.duration(to: .now) >= steady else {
            throw BusError(
                .silence, "the journal answered nothing over a link that did not last \(steady); ask again", isRetryable: true)
        }
        guard try await count() == 0 else {
            throw BusError(.silence, "the journal holds messages and answered none within \(first)", isRetryable: true)
        }
        return nil
    }

    private func last(of source: any MessageSource, _ ticker: Ticker) async throws(BusError) -> UInt64? {
        let end = ticker.elapsed() + limit
        var highest: UInt64?
        while let batch = try await source.next(maximum: 1000, within: highest == nil ? first : quiet, ticker) {
            source.acknowledge(batch.map(\.tag))
            highest = batch.compactMap(\.streamOffset).max().map { max($0, highest ?? 0) } ?? highest
            if ticker.elapsed() >= end { break }
        }
        await source.stop()
        return highest
    }
}
