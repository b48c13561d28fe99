import Store

/// A control store whose every change carries one more write: two things then change at once or not at all.
struct AlongControl: ControlStore {
    let store: any ControlStore
    let write: ControlChange.Write

    func record(_ kind: String, _ key: String) async throws(StoreError) -> ControlRecord? {
        try await store.record(kind, key)
    }

    func records(_ kind: String) async throws(StoreError) -> [ControlRecord] { try await store.records(kind) }

    func commit(_ change: ControlChange) async throws(StoreError) -> ControlLogEntry {
        var change = change
        change.writes.append(write)
        return try await store.commit(change)
    }

    func log(after sequence: Int64, limit: Int) async throws(StoreError) -> [ControlLogEntry] {
        try await store.log(after: sequence, limit: limit)
    }

    func verify() async throws(StoreError) -> Int64? { try await store.verify() }
}
