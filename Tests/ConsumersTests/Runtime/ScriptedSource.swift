import Bus
import Synchronization

/// A source that hands out what a test puts in, as a broker would: what is not acknowledged comes again after a reconnect.
final class ScriptedSource: MessageSource {
    private struct State {
        var waiting: [Delivery] = []
        var unacknowledged: [Delivery] = []
        var acknowledged: [DeliveryTag] = []
        var generation: UInt64 = 1
        var nextTag: UInt64 = 0
        var isFinished = false
        var isStopped = false
        var pulls = 0
        var taker: CheckedContinuation<Void, Never>?
        var ackWatchers: [(count: Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    let queue: String
    /// Called with each acknowledgement, before it counts.
    private let onAcknowledge: @Sendable ([DeliveryTag]) -> Void

    init(queue: String = "lt.declarations.p00", onAcknowledge: @escaping @Sendable ([DeliveryTag]) -> Void = { _ in }) {
        self.queue = queue
        self.onAcknowledge = onAcknowledge
    }

    var acknowledged: [DeliveryTag] { state.withLock { $0.acknowledged } }
    var unacknowledgedCount: Int { state.withLock { $0.unacknowledged.count + $0.waiting.count } }
    var isStopped: Bool { state.withLock { $0.isStopped } }

    func put(_ body: [UInt8], contentType: String? = BatchCodec.contentType, count: Int64 = 0) {
        let taker = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.nextTag += 1
            state.waiting.append(
                Delivery(
                    tag: DeliveryTag(generation: state.generation, tag: state.nextTag), queue: queue,
                    exchange: "lt.events", routingKey: "vnaccs.declaration.p00", redelivered: count > 0,
                    contentType: contentType, messageID: nil,
                    headers: count > 0 ? ["x-delivery-count": .integer(count)] : [:], body: body))
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume()
    }

    func put(_ events: [EncodedEvent], count: Int64 = 0) { put(BatchCodec.encode(events), count: count) }

    /// Nothing more will come: `next` ends once all is handed out.
    func finish() {
        let taker = state.withLock { state in
            state.isFinished = true
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume()
    }

    /// What a lost connection does: everything unacknowledged comes again, in its order, on a new one.
    func reconnect() {
        let taker = state.withLock { state in
            state.generation += 1
            let again = state.unacknowledged + state.waiting
            state.unacknowledged = []
            state.waiting = again.map { delivery in
                var delivery = delivery
                delivery.tag.generation = state.generation
                delivery.redelivered = true
                return delivery
            }
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume()
    }

    /// Waits until this many deliveries are acknowledged.
    func waitForAcknowledged(_ count: Int) async {
        await withCheckedContinuation { watcher in
            let isThere = state.withLock { state in
                if state.acknowledged.count >= count { return true }
                state.ackWatchers.append((count, watcher))
                return false
            }
            if isThere { watcher.resume() }
        }
    }

    func next(maximum: Int) async throws(BusError) -> [Delivery]? {
        while true {
            let step: (deliveries: [Delivery], isOver: Bool) = state.withLock { state in
                let taken = Array(state.waiting.prefix(maximum))
                state.waiting.removeFirst(taken.count)
                state.unacknowledged += taken
                return (taken, state.isFinished || state.isStopped)
            }
            if !step.deliveries.isEmpty { return step.deliveries }
            if step.isOver { return nil }
            await waitForMore()
            if Task.isCancelled { throw BusError(.cancelled, "the test cancelled the pull") }
        }
    }

    private func waitForMore() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { taker in
                let goesOn = state.withLock { state in
                    if !state.waiting.isEmpty || state.isFinished || state.isStopped || Task.isCancelled { return true }
                    state.taker = taker
                    return false
                }
                if goesOn { taker.resume() }
            }
        } onCancel: {
            let taker = state.withLock { state in
                defer { state.taker = nil }
                return state.taker
            }
            taker?.resume()
        }
    }

    func acknowledge(_ tags: [DeliveryTag]) {
        onAcknowledge(tags)
        let watchers = state.withLock { state in
            let valid = tags.filter { $0.generation == state.generation }
            state.acknowledged += valid
            state.unacknowledged.removeAll { valid.contains($0.tag) }
            let count = state.acknowledged.count
            let ready = state.ackWatchers.filter { $0.count <= count }
            state.ackWatchers.removeAll { $0.count <= count }
            return ready
        }
        for watcher in watchers { watcher.1.resume() }
    }

    func stop() async {
        let taker = state.withLock { state in
            state.isStopped = true
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume()
    }

    let consumingSince: ContinuousClock.Instant? = .now
}
