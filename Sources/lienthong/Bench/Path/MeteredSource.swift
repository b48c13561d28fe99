import Bus
import Store
import Synchronization

/// Passes everything on and counts what was acknowledged. The runtime acknowledges right after the commit, so the time of an
/// acknowledgement is the time at which the effects were durable.
final class MeteredSource: MessageSource {
    /// A message whose effects are durable, and since when.
    struct Committed: Sendable {
        var time: ContinuousClock.Instant
        var body: [UInt8]
        var contentType: String?
    }

    private struct State {
        var acknowledged = 0
        var redelivered = 0
        /// Bounded by the prefetch; kept only when asked for.
        var open: [DeliveryTag: Committed] = [:]
        /// Of one measurement.
        var kept: [Committed] = []
    }

    private let source: any MessageSource
    private let keeps: Bool
    private let state = Mutex(State())
    /// Woken at each acknowledgement.
    private let progress = DispatchSignal()

    /// - Parameter keeps: keep the bodies of what was acknowledged, for reading them after the measurement.
    init(_ source: any MessageSource, keeps: Bool = false) {
        self.source = source
        self.keeps = keeps
    }

    var acknowledged: Int { state.withLock { $0.acknowledged } }
    var redelivered: Int { state.withLock { $0.redelivered } }
    var kept: [Committed] { state.withLock { $0.kept } }

    func next(maximum: Int) async throws(BusError) -> [Delivery]? {
        let deliveries = try await source.next(maximum: maximum)
        state.withLock { state in
            for delivery in deliveries ?? [] {
                if delivery.redelivered { state.redelivered += 1 }
                guard keeps else { continue }
                state.open[delivery.tag] = Committed(
                    time: .now, body: delivery.body, contentType: delivery.contentType)
            }
        }
        return deliveries
    }

    func acknowledge(_ tags: [DeliveryTag]) {
        let time = ContinuousClock.now
        source.acknowledge(tags)
        state.withLock { state in
            state.acknowledged += tags.count
            guard keeps else { return }
            for tag in tags {
                guard var committed = state.open.removeValue(forKey: tag) else { continue }
                committed.time = time
                state.kept.append(committed)
            }
        }
        progress.wake()
    }

    func stop() async { await source.stop() }

    /// Returns when so many messages are acknowledged.
    /// - Throws: `CancellationError`.
    func wait(acknowledged count: Int) async throws {
        while true {
            let seen = progress.count
            if acknowledged >= count { return }
            try Task.checkCancellation()
            await progress.wait(after: seen, atMost: .seconds(1))
        }
    }
}
