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
        /// Bounded by the prefetch; kept only when tenths are asked for.
        var sizes: [DeliveryTag: Int] = [:]
        /// When the first delivery came.
        var start: ContinuousClock.Instant?
        var tenths: PathTenths?
    }

    private let source: any MessageSource
    private let keeps: Bool
    private let state: Mutex<State>
    /// Woken at each acknowledgement.
    private let progress = DispatchSignal()

    /// - Parameters:
    ///   - keeps: keep the bodies of what was acknowledged, for reading them after the measurement.
    ///   - backlog: messages that lie there, to tell how fast each tenth of them goes.
    init(_ source: any MessageSource, keeps: Bool = false, backlog: Int? = nil) {
        self.source = source
        self.keeps = keeps
        state = Mutex(State(tenths: backlog.map(PathTenths.init)))
    }

    var acknowledged: Int { state.withLock { $0.acknowledged } }
    var redelivered: Int { state.withLock { $0.redelivered } }
    var kept: [Committed] { state.withLock { $0.kept } }
    var tenths: PathTenths? { state.withLock { $0.tenths } }

    func next(maximum: Int) async throws(BusError) -> [Delivery]? {
        let deliveries = try await source.next(maximum: maximum)
        state.withLock { state in
            for delivery in deliveries ?? [] {
                if delivery.redelivered { state.redelivered += 1 }
                if state.tenths != nil {
                    if state.start == nil { state.start = .now }
                    state.sizes[delivery.tag] = delivery.body.count
                }
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
            if let start = state.start {
                for tag in tags {
                    guard let size = state.sizes.removeValue(forKey: tag) else { continue }
                    state.tenths?.note(bytes: size, at: time - start)
                }
            }
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

    var consumingSince: ContinuousClock.Instant? { source.consumingSince }

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
