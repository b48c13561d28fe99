import DequeModule
import Synchronization

/// Hands deliveries from the connection's thread to whoever asks, many at a time.
///
/// Bounded by prefetch times consumers, for streams by prefetch and one chunk: the broker sends no more unacknowledged.
final class DeliveryMailbox: Sendable {
    typealias Answer = Result<[Delivery]?, BusError>

    private struct Waiter {
        var id: UInt64
        var maximum: Int
        var continuation: CheckedContinuation<Answer, Never>
    }

    private struct State {
        /// Batches as they came in, none empty. Whole ones are handed on without touching the deliveries in them.
        var batches: Deque<[Delivery]> = []
        /// Of the first batch, how many have been taken.
        var taken = 0
        var waiters: Deque<Waiter> = []
        /// Cancelled before they began to wait.
        var cancelled: Set<UInt64> = []
        var end: Answer?
        /// When the present link began to consume, or the one that was there at the end.
        var linkedAt: ContinuousClock.Instant?
        var lastID: UInt64 = 0

        /// As many batches as fit; the first one is cut when it is too long by itself.
        mutating func take(_ maximum: Int) -> [Delivery] {
            guard let first = batches.first else { return [] }
            if first.count - taken > maximum {
                defer { taken += maximum }
                return Array(first[taken..<taken + maximum])
            }
            batches.removeFirst()
            var result = taken == 0 ? first : Array(first[taken...])
            taken = 0
            while let next = batches.first, result.count + next.count <= maximum {
                result.append(contentsOf: next)
                batches.removeFirst()
            }
            return result
        }

        mutating func forget() {
            batches.removeAll()
            taken = 0
        }

        /// Pairs waiters with deliveries; resuming is done outside the lock.
        mutating func match() -> [(Waiter, [Delivery])] {
            var matched: [(Waiter, [Delivery])] = []
            while !batches.isEmpty, let waiter = waiters.popFirst() { matched.append((waiter, take(waiter.maximum))) }
            return matched
        }
    }

    private let state = Mutex(State())

    /// Waits for at least one delivery. nil after the end.
    func next(maximum: Int) async throws(BusError) -> [Delivery]? {
        let (id, ready) = state.withLock { state -> (UInt64, Answer?) in
            state.lastID += 1
            if let end = state.end { return (state.lastID, end) }
            return (state.lastID, state.batches.isEmpty ? nil : .success(state.take(maximum)))
        }
        if let ready { return try ready.get() }
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                wait(Waiter(id: id, maximum: maximum, continuation: continuation))
            }
        } onCancel: {
            cancel(id)
        }
        // A cancellation that came too late to cancel anything.
        if Task.isCancelled { state.withLock { _ = $0.cancelled.remove(id) } }
        return try answer.get()
    }

    private func wait(_ waiter: Waiter) {
        let answer: Answer? = state.withLock { state in
            if state.cancelled.remove(waiter.id) != nil { return .failure(Self.cancelledError) }
            if let end = state.end { return end }
            if !state.batches.isEmpty { return .success(state.take(waiter.maximum)) }
            state.waiters.append(waiter)
            return nil
        }
        if let answer { waiter.continuation.resume(returning: answer) }
    }

    private func cancel(_ id: UInt64) {
        let waiter: Waiter? = state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(returning: .failure(Self.cancelledError))
    }

    var consumingSince: ContinuousClock.Instant? { state.withLock { $0.linkedAt } }

    private static let cancelledError = BusError(.cancelled, "the task that waited for deliveries was cancelled")

    // MARK: For the connection's thread

    /// Takes the batch over and leaves it empty.
    func put(_ batch: inout [Delivery]) {
        guard !batch.isEmpty else { return }
        let taken = exchange(&batch, with: [])
        let matched = state.withLock { state in
            if state.end == nil { state.batches.append(taken) }
            return state.match()
        }
        for (waiter, deliveries) in matched { waiter.continuation.resume(returning: .success(deliveries)) }
    }

    /// Consuming begins over a new link.
    func linked(at time: ContinuousClock.Instant) { state.withLock { $0.linkedAt = time } }

    /// Forgets the link and what nobody has taken; the broker delivers it again, here or to another consumer.
    func unlinked() {
        state.withLock { state in
            state.forget()
            state.linkedAt = nil
        }
    }

    func end(_ answer: Answer) {
        let waiters = state.withLock { state in
            if state.end == nil { state.end = answer }
            state.forget()
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: answer) }
    }
}
