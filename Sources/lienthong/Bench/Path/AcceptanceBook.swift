import Synchronization

/// When events were due and when they were accepted, by id; of one measurement.
final class AcceptanceBook: Sendable {
    struct Acceptance: Sendable {
        /// When the sender was to hand it over.
        var due: ContinuousClock.Instant
        /// When the outbox had it on disk.
        var accepted: ContinuousClock.Instant
    }

    private let state = Mutex<[String: Acceptance]>([:])

    /// What another message has said before keeps its time.
    func note(_ ids: [String], due: ContinuousClock.Instant) {
        let acceptance = Acceptance(due: due, accepted: .now)
        state.withLock { all in
            for id in ids where all[id] == nil { all[id] = acceptance }
        }
    }

    func accepted(since start: ContinuousClock.Instant) -> [String: Acceptance] {
        state.withLock { $0.filter { $0.value.accepted >= start } }
    }
}
