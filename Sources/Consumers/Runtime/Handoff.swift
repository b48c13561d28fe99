import Synchronization

/// Passes what was read from the puller to the worker, in order. What comes while the worker commits waits here together, so that the
/// next transaction takes all of it: small ones one behind the other would let everything behind them wait.
final class Handoff: Sendable {
    enum Taken: Sendable {
        case deliveries([DecodedDelivery])
        case deadline
        /// Nothing more will come.
        case closed
    }

    private struct State {
        /// Less than `limit` events and one piece more; `put` sees to it. Deliveries without events are bounded by the prefetch.
        var waiting: [DecodedDelivery] = []
        var events = 0
        var isClosed = false
        var isAbandoned = false
        /// Waits because enough is here.
        var putter: CheckedContinuation<Bool, Never>?
        var taker: CheckedContinuation<Taken, Never>?
        /// Tells a deadline of an earlier `take` from one of the current.
        var takes = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: when so many events wait here, the puller waits as well. Small beside a transaction: what lies here
    ///   and in the puller's hands counts towards the prefetch, of which the broker should always have some left to fill.
    init(limit: Int) { self.limit = limit }

    /// Hands over; when enough waits here, until it is taken. One puller at a time.
    /// - Returns: false when the worker has gone; then nobody has the piece.
    func put(_ piece: [DecodedDelivery]) async -> Bool {
        await withCheckedContinuation { putter in
            let (taker, taken) = state.withLock { state -> (CheckedContinuation<Taken, Never>?, Bool?) in
                if state.isAbandoned { return (nil, false) }
                if let taker = state.taker {
                    state.taker = nil
                    return (taker, true)
                }
                state.waiting += piece
                state.events += piece.reduce(0) { $0 + $1.contents.count }
                guard state.events >= limit else { return (nil, true) }
                state.putter = putter
                return (nil, nil)
            }
            taker?.resume(returning: .deliveries(piece))
            if let taken { putter.resume(returning: taken) }
        }
    }

    /// Waits for deliveries, for the end, or for the deadline when there is one.
    func take(until deadline: ContinuousClock.Instant?) async -> Taken {
        let take = state.withLock { state in
            state.takes += 1
            return state.takes
        }
        // Not a child: it must not keep the caller waiting when deliveries come first. It ends with this call.
        let alarm = deadline.map { deadline in
            Task { [self] in
                guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return }
                expire(take)
            }
        }
        defer { alarm?.cancel() }
        return await withCheckedContinuation { taker in
            let (taken, putter) = state.withLock { state -> (Taken?, CheckedContinuation<Bool, Never>?) in
                if !state.waiting.isEmpty {
                    defer {
                        state.waiting = []
                        state.events = 0
                        state.putter = nil
                    }
                    return (.deliveries(state.waiting), state.putter)
                }
                if state.isClosed { return (.closed, nil) }
                if let deadline, deadline <= .now { return (.deadline, nil) }
                state.taker = taker
                return (nil, nil)
            }
            putter?.resume(returning: true)
            if let taken { taker.resume(returning: taken) }
        }
    }

    /// The puller's end: what was put is still taken.
    func close() {
        let taker = state.withLock { state in
            state.isClosed = true
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(returning: .closed)
    }

    /// The worker's end: whoever puts learns that nobody takes.
    func abandon() {
        let putter = state.withLock { state in
            state.isAbandoned = true
            state.waiting = []
            state.events = 0
            defer { state.putter = nil }
            return state.putter
        }
        putter?.resume(returning: false)
    }

    /// Whether the puller waits.
    var hasPutter: Bool { state.withLock { $0.putter != nil } }

    private func expire(_ take: Int) {
        let taker = state.withLock { state -> CheckedContinuation<Taken, Never>? in
            guard state.takes == take else { return nil }
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(returning: .deadline)
    }
}
