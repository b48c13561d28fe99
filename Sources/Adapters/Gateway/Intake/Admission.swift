import Store
import Synchronization

/// Lets requests in under the generation of their receiver that is in force at that moment: reading the record and being
/// counted are one step.
final class Admission: Sendable {
    private struct State {
        var ledger = AdmissionLedger()
        /// Requests of a newer generation that wait for the last of an older one. Bounded by the gateway's connections
        /// and drop folders; each waits no longer than the appends in flight take.
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
    }

    private let gate: any ReceiverGate
    private let state = Mutex(State())

    init(gate: any ReceiverGate) { self.gate = gate }

    /// Runs `body` under the record in force. What it appends is in the outbox before anything of a later generation.
    func admit<Result>(
        to receiver: String, isolation: isolated (any Actor)? = #isolation, _ body: (ReceiverRecord) async -> Result
    ) async -> Result {
        let record = await enter(receiver)
        defer { leave(receiver) }
        return await body(record)
    }

    /// Returns when nothing of an older generation than the one in force is in flight.
    func settle(_ receiver: String) async -> ReceiverRecord {
        await admit(to: receiver) { $0 }
    }

    private func enter(_ receiver: String, isolation: isolated (any Actor)? = #isolation) async -> ReceiverRecord {
        while true {
            let entered: ReceiverRecord? = state.withLock { state in
                let record = gate.record(of: receiver)
                return state.ledger.enter(record) ? record : nil
            }
            if let entered { return entered }
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    guard state.ledger.inFlight(receiver) > 0 else { return false }
                    state.waiting[receiver, default: []].append(continuation)
                    return true
                }
                if !waits { continuation.resume() }
            }
        }
    }

    private func leave(_ receiver: String) {
        let waiting = state.withLock { state in
            state.ledger.leave(receiver) ? state.waiting.removeValue(forKey: receiver) : nil
        }
        for continuation in waiting ?? [] { continuation.resume() }
    }
}
