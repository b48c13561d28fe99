import Bus
import Events
import Simulator
import Store

/// Hands events over at an even rate, whether earlier ones are through or not, and takes the time of each.
struct PathLatencyWork: Sendable {
    let work: PathWork

    /// What is accepted in this time is not counted: connections are opened, caches filled.
    static let warmUp = Duration.seconds(2)

    func run(_ stores: Stores) async throws -> PathMeasurement {
        let messages = try work.traffic.messages(of: 0..<work.traffic.blocks)
        let gateway = try await PathGateway(stores, work.bus)
        let pool = try await PathPool(stores, work.configuration, work.bus, keeps: true)
        try await gateway.connect()
        try await pool.connect()
        let book = AcceptanceBook()
        let perMessage = try Self.eventsPerMessage(work.traffic.seed)
        let limit = work.limit(events: messages.count * 2) + .seconds(Double(messages.count) * perMessage / work.rate)
        let measurement = try await PathServices.running(
            [gateway.dispatcher.run, pool.outcomes.run, pool.runtime.run], limit: limit, of: "the run at a rate"
        ) {
            let meter = PathMeter(work.broker)
            let start = ContinuousClock.now
            try await withThrowingDiscardingTaskGroup { group in
                for (index, message) in messages.enumerated() {
                    let due = start + .seconds(Double(index) * perMessage / work.rate)
                    // A sleep that wakes late is followed by several that do not sleep at all.
                    if due > .now { try await ContinuousClock().sleep(until: due) }
                    group.addTask {
                        let ids = try await PathSubmitters.hand(message, to: gateway.intake)
                        book.note(ids, due: due)
                    }
                }
            }
            try await gateway.dispatcher.emptied(gateway.outbox)
            try await pool.finished(messages: gateway.published.counts.messages)
            var measurement = meter.finish()
            measurement.nativeMessages = messages.count
            measurement.events = Int(try await gateway.outbox.highestPosition())
            measurement = try await pool.counted(measurement, queueMessages: gateway.published.counts.messages)
            measurement.latency = try Self.latency(book, since: start + Self.warmUp, pool)
            return measurement
        }
        await gateway.close()
        await pool.close()
        return measurement
    }

    private static func eventsPerMessage(_ seed: UInt64) throws -> Double {
        let sample = try PathTraffic.sample(seed: seed)
        return sample.eventsPerDeclaration / sample.messagesPerDeclaration
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
            throw CommandFailure(.no, "nothing took effect after the first \(warmUp.components.seconds) s")
        }
        let accepts = counted.values.map { $0.accepted - $0.due }
        let last = counted.values.map(\.accepted).max() ?? since
        let span = max((last - since) / .seconds(1), 1e-9)
        func percentile(_ durations: [Duration], _ perMille: Int) -> Double {
            let sorted = durations.sorted()
            return sorted.isEmpty ? .nan : sorted[min(sorted.count * perMille / 1000, sorted.count - 1)] / .milliseconds(1)
        }
        return PathLatency(
            rate: Double(counted.count) / span, p50: percentile(effects, 500), p99: percentile(effects, 990),
            p999: percentile(effects, 999), statusP50: percentile(changes, 500), statusP99: percentile(changes, 990),
            statusP999: percentile(changes, 999), acceptP99: percentile(accepts, 990), events: effects.count,
            statusChanges: changes.count)
    }
}
