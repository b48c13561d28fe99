import Bus
import Store
import Synchronization

/// A memory outbox whose calls a test can watch and let fail.
final class WatchedOutbox: OutboxStore {
    private struct State {
        var marked: [Int64] = []
        var failures: [String: Int] = [:]
    }

    let inner = MemoryOutbox()
    private let state = Mutex(State())
    private let marking: @Sendable ([Int64]) -> Void

    init(marking: @escaping @Sendable ([Int64]) -> Void = { _ in }) { self.marking = marking }

    var marked: [Int64] { state.withLock { $0.marked } }

    /// Lets the next calls fail.
    func fail(_ call: String, times: Int) { state.withLock { $0.failures[call] = times } }

    private func check(_ call: String) throws(StoreError) {
        let fails = state.withLock { state in
            guard let left = state.failures[call], left > 0 else { return false }
            state.failures[call] = left - 1
            return true
        }
        if fails { throw StoreError(.busy, "scripted", isRetryable: true) }
    }

    func append(_ submissions: [Submission]) async throws(StoreError) -> [SubmissionResult] {
        try check("append")
        return try await inner.append(submissions)
    }

    func quarantine(_ refusal: RefusedMessage) async throws(StoreError) { try await inner.quarantine(refusal) }

    func unsent(after position: Int64, limit: Int, heldBack: Set<String>) async throws(StoreError) -> [OutboxRow] {
        try check("unsent")
        return try await inner.unsent(after: position, limit: limit, heldBack: heldBack)
    }

    func markSent(_ positions: [Int64]) async throws(StoreError) {
        try check("markSent")
        marking(positions)
        try await inner.markSent(positions)
        state.withLock { $0.marked += positions }
    }

    func resend(eventIDs: [String]) async throws(StoreError) -> Int { try await inner.resend(eventIDs: eventIDs) }
    func highestPosition() async throws(StoreError) -> Int64 { try await inner.highestPosition() }
    func accepted(
        from: Timestamp?, until: Timestamp?, after position: Int64, limit: Int
    ) async throws(StoreError) -> [OutboxEntry] {
        try await inner.accepted(from: from, until: until, after: position, limit: limit)
    }
    func refusedCounts(from: Timestamp?, until: Timestamp?) async throws(StoreError) -> [String: Int] {
        try await inner.refusedCounts(from: from, until: until)
    }
    func events(ids: [String]) async throws(StoreError) -> [OutboxRow] { try await inner.events(ids: ids) }
}
