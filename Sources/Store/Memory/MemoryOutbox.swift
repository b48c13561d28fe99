public import Bus

/// An outbox that keeps its contents while the process runs: for tests and rehearsals, where nothing has to be durable.
///
/// It follows every other rule of `OutboxStore`, by the same test suite as the durable one.
public struct MemoryOutbox: OutboxStore, NativeArchive {
    private let vault: MemoryVault

    /// - Parameter partitioning: decides the routing keys; must be the installation's.
    public init(partitioning: Partitioning = .standard) {
        vault = MemoryVault(MemoryState(outbox: MemoryOutboxState(partitioning: partitioning)))
    }

    init(sharing vault: MemoryVault) { self.vault = vault }

    public func append(_ submissions: [Submission]) async throws(StoreError) -> [SubmissionResult] {
        let drafts = submissions.map { $0.drafts.map(IdentifiedDraft.init) }
        return vault.state.withLock { state in
            zip(submissions, drafts).map { state.outbox.append($0, $1) }
        }
    }

    public func quarantine(_ refusal: RefusedMessage) async throws(StoreError) {
        vault.state.withLock { $0.outbox.quarantine(refusal) }
    }

    public func unsent(
        after position: Int64, limit: Int, heldBack: Set<String>
    ) async throws(StoreError) -> [OutboxRow] {
        vault.state.withLock { state in
            let waiting = state.outbox.entries.dropFirst(Int(max(0, position))).lazy
                .filter { !$0.isSent && !($0.row.route == .live && heldBack.contains($0.system)) }
            return waiting.prefix(max(0, limit)).map(\.row)
        }
    }

    public func markSent(_ positions: [Int64]) async throws(StoreError) {
        vault.state.withLock { state in
            for position in positions { _ = state.outbox.setSent(true, at: position) }
        }
    }

    public func resend(eventIDs: [String]) async throws(StoreError) -> Int {
        vault.state.withLock { state in
            eventIDs.count { id in
                guard let entry = state.outbox.entry(id) else { return false }
                return state.outbox.setSent(false, at: entry.row.position)
            }
        }
    }

    public func highestPosition() async throws(StoreError) -> Int64 {
        vault.state.withLock { Int64($0.outbox.entries.count) }
    }

    public func accepted(
        from: Timestamp?, until: Timestamp?, after position: Int64, limit: Int
    ) async throws(StoreError) -> [OutboxEntry] {
        vault.state.withLock { state in
            let behind = state.outbox.entries.dropFirst(Int(max(0, position))).lazy
                .filter { Self.isInside($0.recorded, from, until) }
            return behind.prefix(max(0, limit)).map { entry in
                OutboxEntry(
                    position: entry.row.position, id: entry.row.event.id, system: entry.system, route: entry.row.route,
                    sent: entry.isSent, routingKey: entry.row.event.routingKey, key: entry.row.event.partitionKey,
                    recorded: entry.recorded)
            }
        }
    }

    public func refusedCounts(from: Timestamp?, until: Timestamp?) async throws(StoreError) -> [String: Int] {
        vault.state.withLock { state in
            state.outbox.refusals.reduce(into: [:]) { counts, refusal in
                if Self.isInside(refusal.message.received, from, until) { counts[refusal.message.system, default: 0] += 1 }
            }
        }
    }

    private static func isInside(_ time: Timestamp, _ from: Timestamp?, _ until: Timestamp?) -> Bool {
        (from.map { $0 <= time } ?? true) && (until.map { time < $0 } ?? true)
    }

    public func events(ids: [String]) async throws(StoreError) -> [OutboxRow] {
        vault.state.withLock { state in
            Set(ids).compactMap { state.outbox.entry($0)?.row }.sorted { $0.position < $1.position }
        }
    }

    public func native(ofEvent id: String) async throws(StoreError) -> NativeRecord? {
        vault.state.withLock { state in
            state.outbox.entry(id)?.native.map { state.outbox.natives[$0] }
        }
    }

    public func refusals(system: String?, limit: Int) async throws(StoreError) -> [RefusalRecord] {
        vault.state.withLock { state in
            Array(state.outbox.refusals.lazy.filter { system == nil || $0.message.system == system }.prefix(max(0, limit)))
        }
    }
}
