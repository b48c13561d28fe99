import Synchronization

/// Where callers of `publish` leave their requests for the connection's thread.
///
/// Bounded by the callers: each waits for its answer.
final class PublishInbox: Sendable {
    enum Entry: Sendable {
        case request(PublishRequest)
        case cancel(UInt64)
    }

    private struct State {
        var entries: [Entry] = []
        var isClosed = false
        var lastID: UInt64 = 0
    }

    private let state = Mutex(State())

    func makeID() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// - Returns: false when nobody will take it any more.
    func put(_ entry: Entry) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.entries.append(entry)
            return true
        }
    }

    /// Swaps the contents with an empty array, so that both keep their memory.
    func take(into entries: inout [Entry]) {
        entries.removeAll(keepingCapacity: true)
        state.withLock { state in swap(&state.entries, &entries) }
    }

    /// - Returns: what was left.
    func close() -> [Entry] {
        state.withLock { state in
            state.isClosed = true
            defer { state.entries = [] }
            return state.entries
        }
    }
}
