import Bus
import Synchronization

/// A source that hands out no more events a second than the orders allow. The broker feels it through prefetch alone.
final class ThrottledSource: MessageSource {
    private struct Debt {
        /// Events that were handed out and whose time has not come yet.
        var events = 0.0
        var at = ContinuousClock.now

        mutating func pay(_ rate: Int) {
            let now = ContinuousClock.now
            events = max(0, events - (now - at) / .seconds(1) * Double(rate))
            at = now
        }
    }

    private let source: any MessageSource
    private let board: ConsumerBoard
    private let debt = Mutex(Debt())

    init(_ source: any MessageSource, board: ConsumerBoard) {
        self.source = source
        self.board = board
    }

    func next(maximum: Int) async throws(BusError) -> [Delivery]? {
        try await waitForTurn()
        guard let rate = board.orders.rate else { return try await source.next(maximum: maximum) }
        // A twentieth of a second's messages at once: a rate is a flow and not a flood every now and then.
        let deliveries = try await source.next(maximum: min(maximum, max(1, rate / 20)))
        let events = (deliveries ?? []).reduce(0) { $0 + BatchCodec.decode($1.body, contentType: $1.contentType).count }
        debt.withLock { debt in
            debt.pay(rate)
            debt.events += Double(events)
        }
        return deliveries
    }

    /// Ends when what was handed out is paid for, or when there is no rate any more.
    private func waitForTurn() async throws(BusError) {
        while true {
            let seen = board.changed.count
            guard let rate = board.orders.rate else { return }
            let left = debt.withLock { debt in
                debt.pay(rate)
                return debt.events
            }
            guard left > 0 else { return }
            if Task.isCancelled { throw BusError(.cancelled, "cancelled while waiting for the rate") }
            await board.changed.wait(after: seen, atMost: .seconds(left / Double(rate)))
        }
    }

    func acknowledge(_ tags: [DeliveryTag]) { source.acknowledge(tags) }

    func stop() async { await source.stop() }

    var consumingSince: ContinuousClock.Instant? { source.consumingSince }
}
