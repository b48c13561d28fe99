import Bus
import Consumers
import Synchronization

/// A broker's queue in memory: in order, acknowledged one by one, requeued in place when its consumer goes.
final class QueueDouble: Sendable {
    struct State {
        var ready: [Delivery] = []
        var unacknowledged: [Delivery] = []
        var acknowledged: [Delivery] = []
        var consumers = 0
    }

    let state: Mutex<State>

    init(_ deliveries: [Delivery]) { state = Mutex(State(ready: deliveries)) }

    var depth: QueueDepth { state.withLock { QueueDepth(ready: $0.ready.count, consumers: $0.consumers) } }
    var isEmpty: Bool { state.withLock { $0.ready.isEmpty && $0.unacknowledged.isEmpty } }

    func consume() -> SourceDouble {
        state.withLock { $0.consumers += 1 }
        return SourceDouble(self)
    }

    func take(_ maximum: Int) -> [Delivery] {
        state.withLock { state in
            let taken = Array(state.ready.prefix(maximum))
            state.ready.removeFirst(taken.count)
            state.unacknowledged += taken
            return taken
        }
    }

    func acknowledge(_ tags: [DeliveryTag]) {
        state.withLock { state in
            state.acknowledged += state.unacknowledged.filter { tags.contains($0.tag) }
            state.unacknowledged.removeAll { tags.contains($0.tag) }
        }
    }

    func leave() {
        state.withLock { state in
            state.consumers -= 1
            state.ready = state.unacknowledged + state.ready
            state.unacknowledged = []
        }
    }
}

/// A consumer of a `QueueDouble`. At the end of the queue it waits until it is stopped; what lay in the queue before counts
/// as delivered and is handed out even after a stop.
final class SourceDouble: MessageSource {
    private let queue: QueueDouble
    private let isStopped = Mutex(false)
    private let wake = AsyncStream<Void>.makeStream()
    let consumingSince: ContinuousClock.Instant?

    /// - Parameter linkedFor: how long the link has been there; nil for none.
    init(_ queue: QueueDouble, linkedFor age: Duration? = .seconds(3600)) {
        self.queue = queue
        consumingSince = age.map { .now - $0 }
    }

    func next(maximum: Int) async throws(BusError) -> [Delivery]? {
        let taken = queue.take(maximum)
        if !taken.isEmpty { return taken }
        for await _ in wake.stream {}
        return nil
    }

    func acknowledge(_ tags: [DeliveryTag]) { queue.acknowledge(tags) }

    func stop() async {
        let isFirst = isStopped.withLock { stopped in
            defer { stopped = true }
            return !stopped
        }
        guard isFirst else { return }
        queue.leave()
        wake.continuation.finish()
    }
}
