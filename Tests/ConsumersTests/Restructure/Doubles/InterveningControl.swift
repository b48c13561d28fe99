import Store
import Synchronization

/// A control store beside which somebody acts once, before the first read after a condition came true.
final class InterveningControl: ControlStore {
    private let store: any ControlStore
    private let condition: @Sendable () -> Bool
    private let act: Mutex<(@Sendable () async -> Void)?>

    init(_ store: any ControlStore, when condition: @escaping @Sendable () -> Bool, act: @escaping @Sendable () async -> Void) {
        self.store = store
        self.condition = condition
        self.act = Mutex(act)
    }

    func record(_ kind: String, _ key: String) async throws(StoreError) -> ControlRecord? {
        if condition() {
            let once = act.withLock { act in
                defer { act = nil }
                return act
            }
            await once?()
        }
        return try await store.record(kind, key)
    }

    func records(_ kind: String) async throws(StoreError) -> [ControlRecord] { try await store.records(kind) }

    func commit(_ change: ControlChange) async throws(StoreError) -> ControlLogEntry { try await store.commit(change) }

    func log(after sequence: Int64, limit: Int) async throws(StoreError) -> [ControlLogEntry] {
        try await store.log(after: sequence, limit: limit)
    }

    func verify() async throws(StoreError) -> Int64? { try await store.verify() }
}
