import Bus

/// Finds the offset of the journal's last message.
///
/// A stream has no question for its last offset in AMQP 0-9-1. A source that starts at `last` gets the last chunk, which may
/// hold several messages, and then whatever arrives meanwhile. Its messages come without a pause; so the highest offset
/// seen when nothing has come for `quiet` is the end. On a stream that never falls quiet the offset seen after `limit` is
/// taken: everything that was there at the beginning is before it. A stream that answers nothing within `first`, in which
/// connecting is included, is empty.
struct JournalEnd: Sendable {
    var first = Duration.seconds(10)
    var quiet = Duration.milliseconds(500)
    var limit = Duration.seconds(15)

    /// - Returns: nil for an empty journal.
    func find(_ source: any MessageSource, _ ticker: Ticker) async throws(BusError) -> UInt64? {
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
