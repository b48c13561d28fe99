import Bus
import Store
import Synchronization

/// A memory outbox whose appends a test can stop, watch and let fail.
final class GuardedOutbox: OutboxStore {
    private struct State {
        var isDown = false
        var isClosed = false
        var begun = 0
        var inside = 0
        var liveInside = 0
        var refusals: [RefusedMessage] = []
    }

    let inner = MemoryOutbox()
    private let state = Mutex(State())
    /// Woken whenever an append begins.
    let arrivals = DispatchSignal()
    private let opened = DispatchSignal()

    /// Appends that have begun and not returned, all and the live ones.
    var inside: Int { state.withLock { $0.inside } }
    var liveInside: Int { state.withLock { $0.liveInside } }
    var refusals: [RefusedMessage] { state.withLock { $0.refusals } }
    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }

    /// Lets appends wait inside until `open`.
    func close() { state.withLock { $0.isClosed = true } }
    func open() {
        state.withLock { $0.isClosed = false }
        opened.wake()
    }

    func append(_ submissions: [Submission]) async throws(StoreError) -> [SubmissionResult] {
        let live = submissions.count { $0.route == .live }
        state.withLock { state in
            state.inside += 1
            state.liveInside += live
        }
        arrivals.wake()
        defer {
            state.withLock { state in
                state.inside -= 1
                state.liveInside -= live
            }
        }
        while true {
            let seen = opened.count
            guard state.withLock(\.isClosed) else { break }
            await opened.wait(after: seen, atMost: .seconds(60))
        }
        try check()
        return try await inner.append(submissions)
    }

    func waitForArrival(_ count: Int) async {
        while true {
            let seen = arrivals.count
            if inside >= count { return }
            await arrivals.wait(after: seen, atMost: .seconds(60))
        }
    }

    private func check() throws(StoreError) {
        if isDown { throw StoreError(.full, "no space left", isRetryable: true) }
    }

    func quarantine(_ refusal: RefusedMessage) async throws(StoreError) {
        try check()
        state.withLock { $0.refusals.append(refusal) }
        try await inner.quarantine(refusal)
    }

    func unsent(after position: Int64, limit: Int, heldBack: Set<String>) async throws(StoreError) -> [OutboxRow] {
        try await inner.unsent(after: position, limit: limit, heldBack: heldBack)
    }
    func markSent(_ positions: [Int64]) async throws(StoreError) { try await inner.markSent(positions) }
    func resend(eventIDs: [String]) async throws(StoreError) -> Int { try await inner.resend(eventIDs: eventIDs) }
    func highestPosition() async throws(StoreError) -> Int64 {
        try check()
        return try await inner.highestPosition()
    }
    func accepted(
        from: Timestamp?, until: Timestamp?, after position: Int64, limit: Int
    ) async throws(StoreError) -> [OutboxEntry] {
        try await inner.accepted(from: from, until: until, after: position, limit: limit)
    }
    func refusedCounts(from: Timestamp?, until: Timestamp?) async throws(StoreError) -> [String: Int] {
        try await inner.refusedCounts(from: from, until: until)
    }
    func events(ids: [String]) async throws(StoreError) -> [OutboxRow] { try await inner.events(ids: ids) }

    var rows: [OutboxRow] {
        get async { (try? await inner.unsent(after: 0, limit: .max, heldBack: [])) ?? [] }
    }
}
