import Bus
import JSON
import Store

/// Publishes what a replay takes, from the offset where it stands to the end its plan has fixed.
struct ReplayRunner: Sendable {
    /// Progress is written after this many events, or after this long: each write is an entry of the control log. After a
    /// kill at most what came since is sent twice.
    static let eventsPerProgress = 10_000
    static let timePerProgress = Duration.seconds(5)

    let store: any ControlStore
    let ports: ReplayPorts
    let ticker: Ticker
    let codes: @Sendable () -> CatalogSnapshot
    let now: @Sendable () -> Timestamp

    /// - Returns: the replay as it ended: `done`, or `stopped` by an operator.
    func run(_ start: ReplayRun, _ first: Int64) async throws(RestructureError) -> ReplayRun {
        var progress = Progress(run: start, generation: first, savedAt: ticker.elapsed())
        if let end = start.plan.end, start.offset.map({ $0 < end }) ?? true {
            var bucket = TokenBucket(rate: start.plan.rate, at: ticker.elapsed())
            let reader = JournalReader(ports: ports, ticker: ticker)
            let from = start.offset.map { JournalStart.offset($0 + 1) } ?? .first
            try await reader.read(from: from, to: end) { deliveries throws(RestructureError) in
                try await publish(deliveries, &progress, &bucket)
            }
            if progress.run.status == .stopped { return progress.run }
        }
        progress.run.status = .done
        try await save(&progress, "replay.done")
        return progress.run
    }

    private struct Progress {
        var run: ReplayRun
        var generation: Int64
        var unsaved = 0
        var savedAt: Duration
    }

    /// - Returns: false when an operator has stopped the replay.
    private func publish(
        _ deliveries: [Delivery], _ progress: inout Progress, _ bucket: inout TokenBucket
    ) async throws(RestructureError) -> Bool {
        let header = InForceHeader(codes())
        // A tenth of a second's worth goes out together: smooth at low rates, in large groups at high ones.
        let groupEvents = max(1, progress.run.plan.rate / 10)
        var group: [OutboundMessage] = []
        var events = 0
        // A stream answers an offset with the whole chunk it lies in; what is done already is passed over.
        let done = progress.run.offset
        for delivery in deliveries where done.map({ (delivery.streamOffset ?? 0) > $0 }) ?? true {
            let batch = ReplayBatch(delivery, progress.run.plan.filter)
            guard let message = try batch.message(progress.run.plan, header) else { continue }
            group.append(message)
            events += batch.events.count
            guard events >= groupEvents else { continue }
            try await send(group, events, delivery, &progress, &bucket)
            guard try await goOn(&progress) else { return false }
            group = []
            events = 0
        }
        if let last = deliveries.last { try await send(group, events, last, &progress, &bucket) }
        return try await goOn(&progress)
    }

    /// Publishes a group and, once it is confirmed, moves the offset behind the delivery that ended it.
    private func send(
        _ group: [OutboundMessage], _ events: Int, _ last: Delivery, _ progress: inout Progress,
        _ bucket: inout TokenBucket
    ) async throws(RestructureError) {
        let wait = bucket.take(events, at: ticker.elapsed())
        if events > 0, wait > .zero {
            // The rate that was asked for; stopping the replay cancels it.
            do { try await ticker.sleep(wait) } catch {
                throw RestructureError(.cancelled, "stopped; run it again to go on", place: progress.run.plan.id)
            }
        }
        let publishing = ConfirmedPublishing(publisher: ports.publisher, ticker: ticker, limit: .seconds(60))
        if !group.isEmpty { _ = try await publishing.publish(group) }
        progress.run.published += events
        progress.unsaved += events
        progress.run.offset = max(last.streamOffset ?? 0, progress.run.offset ?? 0)
    }

    /// Writes progress when it is time, and looks whether an operator has stopped the replay.
    private func goOn(_ progress: inout Progress) async throws(RestructureError) -> Bool {
        let (present, generation) = try await ReplayService.load(progress.run.plan.id, store)
        if present.status == .stopped {
            progress.run.status = .stopped
            progress.run.by = present.by
            progress.generation = generation
            try await save(&progress, "replay.stopped")
            return false
        }
        guard generation == progress.generation else {
            throw RestructureError(.conflict, "another process runs it", place: progress.run.plan.id)
        }
        if progress.unsaved >= Self.eventsPerProgress || ticker.elapsed() - progress.savedAt >= Self.timePerProgress {
            try await save(&progress, "replay.progress")
        }
        return true
    }

    private func save(_ progress: inout Progress, _ action: String) async throws(RestructureError) {
        progress.run.changedAt = now()
        progress.generation = try await ReplayService.save(
            progress.run, expected: progress.generation, in: store, action: action,
            reason: "\(progress.run.published) of \(progress.run.expectedEvents) events")
        progress.unsaved = 0
        progress.savedAt = ticker.elapsed()
    }
}
