import Bus
import Events
import Store

/// Hands events over at an even rate to two workers on one ledger, kills one of them half way, and takes the time until a
/// subscriber has each status change.
///
/// The one that is killed is alone at work on the first half of the partitions and, having come first, has the ledger's
/// duties too: it also sends the outcomes of the other. That one is at work on the second half and stands by for the first.
struct PathTakeoverWork: Sendable {
    let work: PathWork

    func run(_ stores: Stores) async throws -> PathMeasurement {
        let count = work.configuration.partitions
        guard count > 1 else { throw CommandFailure(.badInput, "with one partition nobody is left when its owner is killed") }
        let half = count / 2
        let messages = try work.traffic.messages(of: 0..<work.traffic.blocks)
        try await PathPool.importOffices(into: stores)
        let tap = try OutcomeTap(work.bus)
        try await tap.declare()
        let gateway = try await PathGateway(stores, work.bus)
        try await gateway.connect()
        let killed = worker("bench-killed", partitions: "0-\(half - 1)")
        let kept = worker("bench-kept", partitions: nil)
        // Whatever happens, none of them is left behind.
        defer { for worker in [killed, kept] { worker.kill() } }
        try killed.start()
        try await consuming(0..<half, by: [killed])
        try kept.start()
        try await consuming(0..<count, by: [killed, kept])

        let pace = try PathEvenRate(rate: work.rate, seed: work.traffic.seed)
        let limit = work.limit(events: messages.count * 2) + pace.span(messages.count)
        let measurement = try await PathServices.running(
            [gateway.dispatcher.run, tap.run], limit: limit, of: "the run with a kill"
        ) {
            let book = AcceptanceBook()
            let meter = PathMeter(work.broker)
            let start = ContinuousClock.now
            async let killing = Self.kill(killed, at: start + pace.span(messages.count) / 2)
            try await pace.hand(messages, to: gateway.intake, from: start, book)
            let killedAt = try await killing
            try await gateway.dispatcher.emptied(gateway.outbox)
            let (entries, partitions) = try await accepted(gateway.outbox)
            try await applied(entries, stores.ledger, by: kept)
            let outcomes = Int(try await stores.ledger.outbox.highestPosition())
            try await tap.wait(outcomes: outcomes)
            var measurement = meter.finish()
            measurement.nativeMessages = messages.count
            measurement.events = partitions.count
            measurement.queueMessages = gateway.published.counts.messages
            measurement.outcomes = outcomes
            measurement.takeover = try Self.figures(
                book.accepted(since: start + PathEvenRate.warmUp), partitions, tap, killed: Set(0..<half),
                killedAt: killedAt)
            return measurement
        }
        await tap.stop()
        await gateway.close()
        try await kept.stop()
        return measurement
    }

    private func worker(_ name: String, partitions: String?) -> PathWorker {
        PathWorker(
            name, configurationFile: work.configurationFile, data: work.configuration.data, partitions: partitions)
    }

    /// - Returns: when it was killed.
    private static func kill(_ worker: PathWorker, at time: ContinuousClock.Instant) async throws -> ContinuousClock.Instant {
        try await ContinuousClock().sleep(until: time)
        try worker.expectRunning()
        let now = ContinuousClock.now
        worker.kill()
        return now
    }

    /// - Parameter partitions: of the accepted events, by their ids.
    private static func figures(
        _ counted: [String: AcceptanceBook.Acceptance], _ partitions: [String: Int], _ tap: OutcomeTap, killed: Set<Int>,
        killedAt: ContinuousClock.Instant
    ) throws -> PathTakeover {
        let changes = tap.outcomes.values.compactMap { outcome -> TakeoverChanges.Change? in
            guard outcome.isStatusChange, let partition = partitions[outcome.cause], let acceptance = counted[outcome.cause]
            else { return nil }
            return TakeoverChanges.Change(partition: partition, accepted: acceptance.accepted, seen: outcome.time)
        }
        let found = TakeoverChanges(changes, killed: killed, killedAt: killedAt)
        guard !found.live.isEmpty, !found.stopped.isEmpty else {
            throw CommandFailure(.no, "nothing changed its status on one of the two sides: measure longer")
        }
        let times = counted.values.map(\.accepted)
        let span = times.max().flatMap { last in times.min().map { (last - $0) / .seconds(1) } } ?? 0
        return PathTakeover(
            rate: Double(counted.count) / max(span, 1e-9), live: PathTakeover.Side(found.live),
            killed: PathTakeover.Side(found.stopped), takeover: found.takeover.map { $0 / .milliseconds(1) } ?? .nan,
            repeated: tap.repeated)
    }
}
