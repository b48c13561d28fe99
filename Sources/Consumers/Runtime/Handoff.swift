import Store
import Synchronization

/// Passes what was read from the puller to the worker, in order. What comes while the worker commits waits here together, so that the
/// next transaction takes all of it: small ones one behind the other would let everything behind them wait. For the same reason a
/// busy worker waits for company before it takes (see `CommitPace`), an idle one never.
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
        var taker: CheckedContinuation<Void, Never>?
        /// With so many events the taker goes on.
        var enough = 1
        /// Tells the alarm of an earlier wait from that of the current.
        var waits = 0
        var pace: CommitPace
        /// Events of the last `take`.
        var taken: Int?

        var hasEnough: Bool { isClosed || events >= enough || enough == 1 && !waiting.isEmpty }

        mutating func takeTaker() -> CheckedContinuation<Void, Never>? {
            defer { taker = nil }
            return taker
        }
    }

    private let limit: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - limit: when so many events wait here, the puller waits as well. Small beside a transaction: what lies here
    ///     and in the puller's hands counts towards the prefetch, of which the broker should always have some left to fill.
    ///   - pace: of the transactions; its callers are the events.
    init(limit: Int, pace: CommitPace) {
        self.limit = limit
        state = Mutex(State(pace: pace))
    }

    /// Hands over; when enough waits here, until it is taken. One puller at a time.
    /// - Returns: false when the worker has gone; then nobody has the piece.
    func put(_ piece: [DecodedDelivery]) async -> Bool {
        await withCheckedContinuation { putter in
            let (taker, taken) = state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool?) in
                if state.isAbandoned { return (nil, false) }
                state.waiting += piece
                state.events += piece.reduce(0) { $0 + $1.contents.count }
                let taker = state.hasEnough ? state.takeTaker() : nil
                guard taker == nil, state.events >= limit else { return (taker, true) }
                state.putter = putter
                return (nil, nil)
            }
            taker?.resume()
            if let taken { putter.resume(returning: taken) }
        }
    }

    /// What was taken is committed. To be called before it is acknowledged, for what the broker sends then has not come meanwhile.
    func ended() {
        state.withLock { state in
            if let taken = state.taken { state.pace.ended(callers: taken + state.events) }
            state.taken = nil
        }
    }

    /// Waits for deliveries, for the end, or for the deadline when there is one. One worker at a time; it has done what it took before.
    func take(until deadline: ContinuousClock.Instant?) async -> Taken {
        // When nothing of it was acknowledged.
        ended()
        await wait(for: 1, until: deadline)
        while let pause = state.withLock({ state -> CommitPace.Pause? in
            guard !state.waiting.isEmpty, !state.isClosed, state.events < limit else { return nil }
            return state.pace.pause(at: .now, callers: state.events)
        }) { await wait(for: min(pause.callers, limit), until: .now + pause.time) }
        let (taken, putter) = state.withLock { state -> (Taken, CheckedContinuation<Bool, Never>?) in
            guard !state.waiting.isEmpty else { return (state.isClosed ? .closed : .deadline, nil) }
            defer {
                state.pace.begins(at: .now)
                state.taken = state.events
                state.waiting = []
                state.events = 0
                state.putter = nil
            }
            return (.deliveries(state.waiting), state.putter)
        }
        putter?.resume(returning: true)
        return taken
    }

    /// Returns when so many events are here, or with 1 any delivery; when nothing more will come; or at the end of the time.
    private func wait(for events: Int, until end: ContinuousClock.Instant?) async {
        let number = state.withLock { state -> Int? in
            state.enough = events
            state.waits += 1
            return state.hasEnough ? nil : state.waits
        }
        guard let number else { return }
        // Not a child: it must not keep the caller waiting when deliveries come first. It ends with this call.
        let alarm = end.map { end in
            Task { [self] in
                guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
                expire(number)
            }
        }
        defer { alarm?.cancel() }
        await withCheckedContinuation { taker in
            let isThere = state.withLock { state in
                if state.hasEnough || end.map({ $0 <= .now }) ?? false { return true }
                state.taker = taker
                return false
            }
            if isThere { taker.resume() }
        }
    }

    /// The puller's end: what was put is still taken.
    func close() {
        let taker = state.withLock { state in
            state.isClosed = true
            return state.takeTaker()
        }
        taker?.resume()
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

    /// Whether the worker waits, be it for the first delivery or for company.
    var hasTaker: Bool { state.withLock { $0.taker != nil } }

    private func expire(_ wait: Int) {
        state.withLock { $0.waits == wait ? $0.takeTaker() : nil }?.resume()
    }
}
