import Bus
import Store

/// The outbox of a worker's ledger, whose marks cross the edges.
struct EdgedOutbox: OutboxStore {
    let outbox: any OutboxStore
    let edges: FaultEdges
    let trace: FaultTrace

    func markSent(_ positions: [Int64]) async throws(StoreError) {
        edges.cross(.beforeMark)
        do throws(StoreError) {
            try await outbox.markSent(positions)
        } catch {
            trace.say("mark \(error.code)")
            throw error
        }
        edges.cross(.afterMark)
    }

    func append(_ submissions: [Submission]) async throws(StoreError) -> [SubmissionResult] {
        try await outbox.append(submissions)
    }

    func quarantine(_ refusal: RefusedMessage) async throws(StoreError) { try await outbox.quarantine(refusal) }

    func unsent(after position: Int64, limit: Int, heldBack: Set<String>) async throws(StoreError) -> [OutboxRow] {
        try await outbox.unsent(after: position, limit: limit, heldBack: heldBack)
    }

    func resend(eventIDs: [String]) async throws(StoreError) -> Int { try await outbox.resend(eventIDs: eventIDs) }

    func highestPosition() async throws(StoreError) -> Int64 { try await outbox.highestPosition() }

    func accepted(
        from: Timestamp?, until: Timestamp?, after position: Int64, limit: Int
    ) async throws(StoreError) -> [OutboxEntry] {
        try await outbox.accepted(from: from, until: until, after: position, limit: limit)
    }

    func refusedCounts(from: Timestamp?, until: Timestamp?) async throws(StoreError) -> [String: Int] {
        try await outbox.refusedCounts(from: from, until: until)
    }

    func events(ids: [String]) async throws(StoreError) -> [OutboxRow] { try await outbox.events(ids: ids) }
}
