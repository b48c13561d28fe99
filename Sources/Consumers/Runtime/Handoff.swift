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
        /// Of at most `limit` events, unless one piece alone has more; `put` sees to it.
        var waiting: [DecodedDelivery] = []
        var events = 0
        /// A piece for which there was no room, and who waits with it.
        var next: (piece: [DecodedDelivery], putter: CheckedContinuation<Bool, Never>)?
        var isClosed = false
        var isAbandoned = false
        var taker: CheckedContinuation<Taken, Never>?
        /// Tells a deadline of an earlier `take` from one of the current.
        var takes = 0

        mutating func add(_ piece: [DecodedDelivery]) {
            waiting += piece
            events += Self.events(piece)
        }

        static func events(_ piece: [DecodedDelivery]) -> Int { piece.reduce(0) { $0 + $1.contents.count } }
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: events that may wait here; one more piece is in the puller's hands.
    init(limit: Int) { self.limit = limit }

    /// Hands over; waits while there is no room. One puller at a time.
    /// - Returns: false when the worker has gone; then nobody has the piece.
    func put(_ piece: [DecodedDelivery]) async -> Bool {
        await withCheckedContinuation { putter in
            let (taker, taken) = state.withLock { state -> (CheckedContinuation<Taken, Never>?, Bool?) in
                if state.isAbandoned { return (nil, false) }
                if let taker = state.taker {
                    state.taker = nil
                    return (taker, true)
                }
                guard state.waiting.isEmpty || state.events + State.events(piece) <= limit else {
                    state.next = (piece, putter)
                    return (nil, nil)
                }
                state.add(piece)
                return (nil, true)
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
                    let deliveries = state.waiting
                    state.waiting = []
                    state.events = 0
                    guard let next = state.next else { return (.deliveries(deliveries), nil) }
                    state.next = nil
                    state.add(next.piece)
                    return (.deliveries(deliveries), next.putter)
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
            defer { state.next = nil }
            return state.next?.putter
        }
        putter?.resume(returning: false)
    }

    /// Whether somebody waits for room.
    var hasPutter: Bool { state.withLock { $0.next != nil } }

    private func expire(_ take: Int) {
        let taker = state.withLock { state -> CheckedContinuation<Taken, Never>? in
            guard state.takes == take else { return nil }
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(returning: .deadline)
    }
}
