import Synchronization

/// Passes one pull at a time from the puller to the worker: at most one waits here, so the puller is at most one ahead.
final class Handoff<Value: Sendable>: Sendable {
    enum Taken: Sendable {
        case value(Value)
        case deadline
        /// Nothing more will come.
        case closed
    }

    private struct State {
        var value: Value?
        var isClosed = false
        var isAbandoned = false
        var putter: CheckedContinuation<Bool, Never>?
        var taker: CheckedContinuation<Taken, Never>?
        /// Tells a deadline of an earlier `take` from one of the current.
        var takes = 0
    }

    private let state = Mutex(State())

    /// Waits until the worker has taken the value.
    /// - Returns: false when the worker has gone; then nobody has the value.
    func put(_ value: Value) async -> Bool {
        await withCheckedContinuation { putter in
            let (taker, gone) = state.withLock { state -> (CheckedContinuation<Taken, Never>?, Bool) in
                if state.isAbandoned { return (nil, true) }
                if let taker = state.taker {
                    state.taker = nil
                    return (taker, false)
                }
                state.value = value
                state.putter = putter
                return (nil, false)
            }
            if gone { putter.resume(returning: false) }
            if let taker {
                taker.resume(returning: .value(value))
                putter.resume(returning: true)
            }
        }
    }

    /// Waits for a value, for the end, or for the deadline when there is one.
    func take(until deadline: ContinuousClock.Instant?) async -> Taken {
        let take = state.withLock { state in
            state.takes += 1
            return state.takes
        }
        // Not a child: it must not keep the caller waiting when the value comes first. It ends with this call.
        let alarm = deadline.map { deadline in
            Task { [self] in
                guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return }
                expire(take)
            }
        }
        defer { alarm?.cancel() }
        return await withCheckedContinuation { taker in
            let (taken, putter) = state.withLock { state -> (Taken?, CheckedContinuation<Bool, Never>?) in
                if let value = state.value {
                    let putter = state.putter
                    state.value = nil
                    state.putter = nil
                    return (.value(value), putter)
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
            state.value = nil
            defer { state.putter = nil }
            return state.putter
        }
        putter?.resume(returning: false)
    }

    private func expire(_ take: Int) {
        let taker = state.withLock { state -> CheckedContinuation<Taken, Never>? in
            guard state.takes == take else { return nil }
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(returning: .deadline)
    }
}
