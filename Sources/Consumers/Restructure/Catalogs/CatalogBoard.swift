public import Bus
public import Store
import Synchronization

/// The catalogs in force, in memory: whoever takes `snapshot` sees one version through and through.
///
/// A worker takes the snapshot once for each transaction, so that no transaction mixes two versions.
public final class CatalogBoard: Sendable {
    private let store: any ControlStore
    private let service: CatalogService
    private let now: @Sendable () -> Timestamp
    private let state: Mutex<Board>

    private struct Board {
        var snapshot = CatalogSnapshot()
        var next = 0
        /// One for each running `changes` stream; each buffers the latest snapshot only.
        var streams: [Int: AsyncStream<CatalogSnapshot>.Continuation] = [:]
    }

    public init(store: any ControlStore, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.now = now
        service = CatalogService(store: store, now: now)
        state = Mutex(Board())
    }

    public var snapshot: CatalogSnapshot { state.withLock { $0.snapshot } }

    /// The present snapshot at once, then each later one, latest only; ends when the task is cancelled.
    public func changes() -> AsyncStream<CatalogSnapshot> {
        let (stream, continuation) = AsyncStream.makeStream(of: CatalogSnapshot.self, bufferingPolicy: .bufferingNewest(1))
        let place = state.withLock { board in
            board.next += 1
            board.streams[board.next] = continuation
            continuation.yield(board.snapshot)
            return board.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.streams.removeValue(forKey: place) }
        }
        return stream
    }

    /// Reads the catalogs and puts them in place when they differ from those in memory.
    public func refresh() async throws(RestructureError) {
        let fresh = try await service.snapshot()
        state.withLock { board in
            guard fresh.version != board.snapshot.version else { return }
            board.snapshot = fresh
            for stream in board.streams.values { stream.yield(fresh) }
        }
    }

    /// Refreshes at each wake-up until the sequence ends or the task is cancelled. One that fails leaves the catalogs as
    /// they were and goes to `onError`.
    public func follow(_ wakeUps: AsyncStream<Void>, onError: @Sendable (RestructureError) -> Void) async {
        for await _ in wakeUps {
            do {
                try await refresh()
            } catch {
                onError(error)
            }
        }
    }

    /// Reports that this process looks codes up in this version and no transaction with an older one is open.
    public func confirm(_ version: String, process: String) async throws(StoreError) {
        let earlier = try await store.record(CatalogReceipt.recordKind, process)
        if let earlier, try CatalogReceipt(earlier).version == version { return }
        let receipt = CatalogReceipt(process: process, version: version, at: now())
        _ = try await store.commit(
            ControlChange(
                writes: [
                    .init(
                        kind: CatalogReceipt.recordKind, key: process, expected: earlier?.generation ?? 0,
                        value: receipt.json.bytes)
                ],
                at: receipt.at, actor: process, action: "catalog.confirm", subject: version, reason: "in force here",
                before: earlier.map { String(decoding: $0.value, as: UTF8.self) } ?? "", after: receipt.json.text))
    }
}
