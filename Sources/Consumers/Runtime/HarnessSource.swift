import Bus
import Synchronization

/// Hands out a fixed list of messages and ends when all of them are acknowledged.
final class HarnessSource: MessageSource {
    private struct State {
        var waiting: [Delivery]
        var unacknowledged: Set<DeliveryTag>
        var isStopped = false
        var taker: CheckedContinuation<Void, Never>?

        var isOver: Bool { unacknowledged.isEmpty || isStopped }

        mutating func takeTaker() -> CheckedContinuation<Void, Never>? {
            defer { taker = nil }
            return taker
        }
    }

    private let state: Mutex<State>

    init(_ bodies: [(routingKey: String, body: [UInt8])], queue: String) {
        let deliveries = bodies.enumerated().map { place, message in
            Delivery(
                tag: DeliveryTag(generation: 1, tag: UInt64(place + 1)), queue: queue, exchange: "lt.events",
                routingKey: message.routingKey, redelivered: false, contentType: BatchCodec.contentType, messageID: nil,
                headers: [:], body: message.body)
        }
        state = Mutex(State(waiting: deliveries, unacknowledged: Set(deliveries.map(\.tag))))
    }

    func next(maximum: Int) async throws(BusError) -> [Delivery]? {
        let taken = state.withLock { state in
            let taken = Array(state.waiting.prefix(maximum))
            state.waiting.removeFirst(taken.count)
            return taken
        }
        if !taken.isEmpty { return taken }
        await waitForEnd()
        if Task.isCancelled { throw BusError(.cancelled, "cancelled while waiting for acknowledgements") }
        return nil
    }

    func acknowledge(_ tags: [DeliveryTag]) {
        let taker = state.withLock { state in
            state.unacknowledged.subtract(tags)
            return state.isOver ? state.takeTaker() : nil
        }
        taker?.resume()
    }

    func stop() async {
        let taker = state.withLock { state in
            state.isStopped = true
            return state.takeTaker()
        }
        taker?.resume()
    }

    /// There is no broker to be away.
    let consumingSince: ContinuousClock.Instant? = .now

    /// Ends with the last acknowledgement, with `stop`, or with the task.
    private func waitForEnd() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { taker in
                let isOver = state.withLock { state in
                    if state.isOver || Task.isCancelled { return true }
                    state.taker = taker
                    return false
                }
                if isOver { taker.resume() }
            }
        } onCancel: {
            state.withLock { $0.takeTaker() }?.resume()
        }
    }
}
