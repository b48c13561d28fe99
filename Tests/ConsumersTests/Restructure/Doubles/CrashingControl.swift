import Store
import Synchronization

/// A control store whose process is killed before or after its n-th write: from then on nothing gets through.
final class CrashingControl: ControlStore {
    enum Moment: Sendable, CaseIterable { case before, after }

    private let store: any ControlStore
    private let moment: Moment
    private let left: Mutex<Int>
    private let dead = Mutex(false)

    /// - Parameter write: counted from 1.
    init(_ store: any ControlStore, killed moment: Moment, write: Int) {
        self.store = store
        self.moment = moment
        left = Mutex(write)
    }

    var isDead: Bool { dead.withLock { $0 } }

    func record(_ kind: String, _ key: String) async throws(StoreError) -> ControlRecord? {
        try alive()
        return try await store.record(kind, key)
    }

    func records(_ kind: String) async throws(StoreError) -> [ControlRecord] {
        try alive()
        return try await store.records(kind)
    }

    func commit(_ change: ControlChange) async throws(StoreError) -> ControlLogEntry {
        try alive()
        let isLast = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isLast { dead.withLock { $0 = true } }
        if isLast, moment == .before { throw StoreError(.closed, "killed") }
        let entry = try await store.commit(change)
        try alive()
        return entry
    }

    func log(after sequence: Int64, limit: Int) async throws(StoreError) -> [ControlLogEntry] {
        try await store.log(after: sequence, limit: limit)
    }

    func verify() async throws(StoreError) -> Int64? { try await store.verify() }

    private func alive() throws(StoreError) {
        if isDead { throw StoreError(.closed, "killed") }
    }
}
