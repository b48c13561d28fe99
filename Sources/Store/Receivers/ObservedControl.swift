import Synchronization

/// A control store that tells this process's waiters when something was written.
///
/// Writes through it are seen at once. Writes of other processes are seen when somebody calls `wake()`: the follower of the
/// control stream, or a timer. A waiter is told only that it should look again, never what there is to see.
public final class ObservedControl: ControlStore {
    private let store: any ControlStore
    private let waiters = Mutex<Waiters>(Waiters())

    private struct Waiters {
        var next = 0
        /// One for each running `wakeUps` stream; each buffers one signal.
        var streams: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    public init(_ store: any ControlStore) { self.store = store }

    /// One element at once, then one after each write or `wake()`; several that nobody has taken yet become one.
    /// Ends when the reading task is cancelled.
    public func wakeUps() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let place = waiters.withLock { waiters in
            waiters.next += 1
            waiters.streams[waiters.next] = continuation
            return waiters.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.waiters.withLock { _ = $0.streams.removeValue(forKey: place) }
        }
        continuation.yield()
        return stream
    }

    /// Tells every waiter to look again.
    public func wake() {
        let streams = waiters.withLock { Array($0.streams.values) }
        for stream in streams { stream.yield() }
    }

    public func record(_ kind: String, _ key: String) async throws(StoreError) -> ControlRecord? {
        try await store.record(kind, key)
    }

    public func records(_ kind: String) async throws(StoreError) -> [ControlRecord] { try await store.records(kind) }

    public func commit(_ change: ControlChange) async throws(StoreError) -> ControlLogEntry {
        let entry = try await store.commit(change)
        wake()
        return entry
    }

    public func log(after sequence: Int64, limit: Int) async throws(StoreError) -> [ControlLogEntry] {
        try await store.log(after: sequence, limit: limit)
    }

    public func verify() async throws(StoreError) -> Int64? { try await store.verify() }
}
