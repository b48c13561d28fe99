import Store
import Synchronization

/// A control store where somebody else is always first: runs an act before the first write gets through.
final class RacingControl: ControlStore {
    private let store: any ControlStore
    private let act: Mutex<(@Sendable () async -> Void)?>

    init(_ store: any ControlStore, before act: @escaping @Sendable () async -> Void) {
        self.store = store
        self.act = Mutex(act)
    }

    func record(_ kind: String, _ key: String) async throws(StoreError) -> ControlRecord? {
        try await store.record(kind, key)
    }

    func records(_ kind: String) async throws(StoreError) -> [ControlRecord] { try await store.records(kind) }

    func commit(_ change: ControlChange) async throws(StoreError) -> ControlLogEntry {
        let first = act.withLock { act in
            defer { act = nil }
            return act
        }
        await first?()
        return try await store.commit(change)
    }

    func log(after sequence: Int64, limit: Int) async throws(StoreError) -> [ControlLogEntry] {
        try await store.log(after: sequence, limit: limit)
    }

    func verify() async throws(StoreError) -> Int64? { try await store.verify() }
}
