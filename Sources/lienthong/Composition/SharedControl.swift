import Store
import Synchronization

/// The control store as the processes of one machine share it: a commit here rings for the others, and theirs are noticed.
final class SharedControl: ControlStore {
    private let store: SQLiteControl
    private let bell: Bell
    /// Sequence number of the log up to which everything is known here.
    private let known = Mutex<Int64>(0)

    /// How long a write of another process may go unnoticed when its ring was lost.
    private static let lookAgain = Duration.seconds(1)
    private static let page = 512

    init(_ store: SQLiteControl, _ configuration: Configuration) throws(CommandFailure) {
        self.store = store
        bell = try Bell(configuration.path(configuration.data) + "/control.bell")
    }

    /// Calls `changed` once, and then after each write of another process, several at once as one. Ends when the task is
    /// cancelled.
    func watch(onError: (StoreError) -> Void, changed: () -> Void) async {
        var hasBegun = false
        while !Task.isCancelled {
            let seen = bell.signal.count
            do throws(StoreError) {
                if !hasBegun {
                    let end = try await end()
                    known.withLock { $0 = max($0, end) }
                    hasBegun = true
                    changed()
                } else if try await takeNews() {
                    changed()
                }
            } catch {
                onError(error)
            }
            await bell.signal.wait(after: seen, atMost: Self.lookAgain)
        }
    }

    /// Every change of the store has an entry in its log, so the log's end tells whether there is something to see.
    private func takeNews() async throws(StoreError) -> Bool {
        var isNews = false
        while true {
            let entries = try await store.log(after: known.withLock { $0 }, limit: Self.page)
            guard let last = entries.last?.sequence else { return isNews }
            known.withLock { $0 = max($0, last) }
            isNews = true
            if entries.count < Self.page { return true }
        }
    }

    /// The log's last sequence number, found by halving: a log of years is not read to learn where it ends.
    private func end() async throws(StoreError) -> Int64 {
        // Something is behind `low`, nothing is behind `high`.
        var (low, high) = (Int64(-1), Int64(1))
        while try await !store.log(after: high, limit: 1).isEmpty { (low, high) = (high, high * 2) }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if try await store.log(after: middle, limit: 1).isEmpty { high = middle } else { low = middle }
        }
        return high
    }

    func commit(_ change: ControlChange) async throws(StoreError) -> ControlLogEntry {
        let entry = try await store.commit(change)
        // Its own writes are no news, unless others have written in between.
        known.withLock { if entry.sequence == $0 + 1 { $0 = entry.sequence } }
        bell.ring()
        return entry
    }

    func record(_ kind: String, _ key: String) async throws(StoreError) -> ControlRecord? {
        try await store.record(kind, key)
    }

    func records(_ kind: String) async throws(StoreError) -> [ControlRecord] { try await store.records(kind) }

    func log(after sequence: Int64, limit: Int) async throws(StoreError) -> [ControlLogEntry] {
        try await store.log(after: sequence, limit: limit)
    }

    func verify() async throws(StoreError) -> Int64? { try await store.verify() }
}
