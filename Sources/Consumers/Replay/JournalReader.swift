import Bus

/// Reads the journal from a start to a known end, in batches of messages.
struct JournalReader: Sendable {
    let ports: ReplayPorts
    let ticker: Ticker
    /// How long the journal may deliver nothing before its end.
    var stall = Duration.seconds(60)
    /// Messages at once; bounds memory, and what goes out twice after a kill.
    var window = 128

    /// Calls `visit` with each batch up to and including `end`, until it answers false.
    /// - Throws: `deadlinePassed`, retryable, when the journal stalls before its end.
    func read(
        from start: JournalStart, to end: UInt64, _ visit: ([Delivery]) async throws(RestructureError) -> Bool
    ) async throws(RestructureError) {
        let source: any MessageSource
        do throws(BusError) {
            source = try await ports.journal(start)
        } catch {
            throw RestructureError(error, place: "journal")
        }
        do throws(RestructureError) {
            while try await step(source, to: end, visit) {}
        } catch {
            await source.stop()
            throw error
        }
        await source.stop()
    }

    /// - Returns: whether there is more to read.
    private func step(
        _ source: any MessageSource, to end: UInt64, _ visit: ([Delivery]) async throws(RestructureError) -> Bool
    ) async throws(RestructureError) -> Bool {
        let batch: [Delivery]?
        do throws(BusError) {
            batch = try await source.next(maximum: window, within: stall, ticker)
        } catch {
            throw RestructureError(error, place: "journal")
        }
        guard let batch, !batch.isEmpty else {
            throw RestructureError(
                .deadlinePassed, "delivers nothing before its end at offset \(end); run it again to go on",
                place: "journal", isRetryable: true)
        }
        let wanted = batch.filter { ($0.streamOffset ?? 0) <= end }
        let goOn = wanted.isEmpty ? true : try await visit(wanted)
        source.acknowledge(batch.map(\.tag))
        return goOn && !batch.contains { ($0.streamOffset ?? 0) >= end }
    }
}
