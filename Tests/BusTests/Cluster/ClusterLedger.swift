import Synchronization

/// What was published and confirmed, what arrived and was applied, and how long both stood still.
final class ClusterLedger: Sendable {
    struct Account: Sendable {
        var confirmed: Set<String> = []
        /// By id, in the order of application, as an inbox applies: a copy is recognised and dropped.
        var applied: [String] = []
        var copies = 0
        /// Publishes that had to be repeated, by why.
        var repeats: [String: Int] = [:]
        /// The longest time without a confirm, and without an application, since `startTiming()`.
        var longestPauses = (confirming: Duration.zero, applying: Duration.zero)
    }

    private struct State {
        var account = Account()
        var known: Set<String> = []
        var lastConfirm = ContinuousClock.now
        var lastApplication = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// With the pauses that go on at this moment.
    var account: Account {
        state.withLock { state in
            var account = state.account
            let now = ContinuousClock.now
            account.longestPauses.confirming = max(account.longestPauses.confirming, now - state.lastConfirm)
            account.longestPauses.applying = max(account.longestPauses.applying, now - state.lastApplication)
            return account
        }
    }

    var confirmed: Int { state.withLock { $0.account.confirmed.count } }
    var applied: Int { state.withLock { $0.account.applied.count } }
    var isSettled: Bool { state.withLock { $0.account.confirmed == $0.known } }

    func startTiming() {
        state.withLock { state in
            state.account.longestPauses = (.zero, .zero)
            state.lastConfirm = .now
            state.lastApplication = .now
        }
    }

    func confirm(_ id: String) {
        state.withLock { state in
            state.account.confirmed.insert(id)
            let now = ContinuousClock.now
            state.account.longestPauses.confirming = max(state.account.longestPauses.confirming, now - state.lastConfirm)
            state.lastConfirm = now
        }
    }

    func `repeat`(_ why: String) { state.withLock { $0.account.repeats[why, default: 0] += 1 } }

    func arrive(_ id: String) {
        state.withLock { state in
            guard state.known.insert(id).inserted else {
                state.account.copies += 1
                return
            }
            state.account.applied.append(id)
            let now = ContinuousClock.now
            state.account.longestPauses.applying = max(state.account.longestPauses.applying, now - state.lastApplication)
            state.lastApplication = now
        }
    }
}
