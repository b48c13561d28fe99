import Bus
import Events
import Simulator
import Store

/// Hands events over at an even rate and takes the time of each.
struct PathLatencyWork: Sendable {
    let work: PathWork

    func run(_ stores: Stores) async throws -> PathMeasurement {
        let messages = try work.traffic.messages(of: 0..<work.traffic.blocks)
        let gateway = try await PathGateway(stores, work.bus)
        let pool = try await PathPool(stores, work.configuration, work.bus, keeps: true)
        try await gateway.connect()
        try await pool.connect()
        let book = AcceptanceBook()
        let pace = try PathEvenRate(rate: work.rate, seed: work.traffic.seed)
        let limit = work.limit(events: messages.count * 2) + pace.span(messages.count)
        let measurement = try await PathServices.running(
            [gateway.dispatcher.run, pool.outcomes.run, pool.runtime.run], limit: limit, of: "the run at a rate"
        ) {
            let meter = PathMeter(work.broker)
            let start = ContinuousClock.now
            try await pace.hand(messages, to: gateway.intake, from: start, book)
            try await gateway.dispatcher.emptied(gateway.outbox)
            try await pool.finished(messages: gateway.published.counts.messages)
            var measurement = meter.finish()
            measurement.nativeMessages = messages.count
            measurement.events = Int(try await gateway.outbox.highestPosition())
            measurement = try await pool.counted(measurement, queueMessages: gateway.published.counts.messages)
            measurement.latency = try Self.latency(book, since: start + PathEvenRate.warmUp, pool)
            return measurement
        }
        await gateway.close()
        await pool.close()
        return measurement
    }

    /// Bodies are read only now, when nothing is measured any more.
    private static func latency(
        _ book: AcceptanceBook, since: ContinuousClock.Instant, _ pool: PathPool
    ) throws -> PathLatency {
        let counted = book.accepted(since: since)
        var effects: [Duration] = []
        for committed in pool.source.kept {
            for case .success(let decoded) in BatchCodec.decode(committed.body, contentType: committed.contentType) {
                guard let acceptance = counted[decoded.event.id] else { continue }
                effects.append(max(.zero, committed.time - acceptance.accepted))
            }
        }
        var changes: [Duration] = []
        for confirmed in pool.published.kept {
            for case .success(let decoded) in BatchCodec.decode(confirmed.body, contentType: nil) {
                guard decoded.event.type == DeclarationStatusChanged.type,
                    let cause = decoded.event.data["cause"]?.string, let acceptance = counted[cause]
                else { continue }
                changes.append(max(.zero, confirmed.time - acceptance.accepted))
            }
        }
        guard !effects.isEmpty, !changes.isEmpty else {
            throw CommandFailure(.no, "nothing took effect after the first \(PathEvenRate.warmUp.components.seconds) s")
        }
        let accepts = counted.values.map { $0.accepted - $0.due }
        let last = counted.values.map(\.accepted).max() ?? since
        let span = max((last - since) / .seconds(1), 1e-9)
        let (effect, change) = (DurationSpread(effects), DurationSpread(changes))
        return PathLatency(
            rate: Double(counted.count) / span, p50: effect.milliseconds(500), p99: effect.milliseconds(990),
            p999: effect.milliseconds(999), statusP50: change.milliseconds(500), statusP99: change.milliseconds(990),
            statusP999: change.milliseconds(999), acceptP99: DurationSpread(accepts).milliseconds(990),
            events: effect.count, statusChanges: change.count)
    }
}
