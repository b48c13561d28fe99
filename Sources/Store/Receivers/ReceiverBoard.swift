public import Bus
import Synchronization

/// The receivers' records in memory, as gateways ask for them with each message.
///
/// `refresh` reads the control store; between two refreshes the board answers what was in force at the last one. Who
/// runs the process calls `follow`, or `refresh` whenever something may have changed.
public final class ReceiverBoard: ReceiverGate {
    private let store: any ControlStore
    private let now: @Sendable () -> Timestamp
    private let state: Mutex<Board>

    private struct Board {
        var records: [String: ReceiverRecord]
        var next = 0
        /// One for each running `changes` stream; each buffers the latest state only.
        var streams: [Int: AsyncStream<[ReceiverRecord]>.Continuation] = [:]

        var sorted: [ReceiverRecord] { records.values.sorted { $0.receiver < $1.receiver } }
    }

    /// - Parameter receivers: the receivers there are, also while nobody has ever touched them.
    public init(store: any ControlStore, receivers: [String], now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.now = now
        let untouched = receivers.map { ($0, ReceiverRecord.untouched($0)) }
        state = Mutex(Board(records: Dictionary(untouched) { first, _ in first }))
    }

    public func record(of receiver: String) -> ReceiverRecord {
        state.withLock { $0.records[receiver] } ?? .untouched(receiver)
    }

    public func changes() -> AsyncStream<[ReceiverRecord]> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: [ReceiverRecord].self, bufferingPolicy: .bufferingNewest(1))
        let place = state.withLock { board in
            board.next += 1
            board.streams[board.next] = continuation
            // Yielded under the lock: a refresh at the same time must not be overtaken by this older state.
            continuation.yield(board.sorted)
            return board.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.streams.removeValue(forKey: place) }
        }
        return stream
    }

    /// Reads the records again and tells those who listen when one has a higher generation. An older generation than the
    /// one in memory is dropped: two refreshes may overlap.
    public func refresh() async throws(StoreError) {
        var fresh: [ReceiverRecord] = []
        for record in try await store.records(ReceiverRecord.recordKind) { fresh.append(try ReceiverRecord(record)) }
        state.withLock { board in
            var changed = false
            for record in fresh where record.generation > board.records[record.receiver]?.generation ?? -1 {
                board.records[record.receiver] = record
                changed = true
            }
            guard changed else { return }
            for stream in board.streams.values { stream.yield(board.sorted) }
        }
    }

    /// Refreshes at each wake-up until the sequence ends or the task is cancelled. A refresh that fails leaves the state
    /// as it was and goes to `onError`; the next wake-up tries again.
    public func follow(_ wakeUps: AsyncStream<Void>, onError: @Sendable (StoreError) -> Void) async {
        for await _ in wakeUps {
            do {
                try await refresh()
            } catch {
                onError(error)
            }
        }
    }

    /// Writes the receipt. A receipt for a newer generation that is there already stays.
    public func confirm(_ receiver: String, generation: Int64, process: String) async throws(StoreError) {
        let key = ReceiverReceipt.key(receiver, process)
        let earlier = try await store.record(ReceiverReceipt.recordKind, key)
        if let earlier, try ReceiverReceipt(earlier).generation >= generation { return }
        let receipt = ReceiverReceipt(receiver: receiver, process: process, generation: generation, at: now())
        _ = try await store.commit(
            ControlChange(
                writes: [
                    .init(
                        kind: ReceiverReceipt.recordKind, key: key, expected: earlier?.generation ?? 0,
                        value: receipt.json.bytes)
                ],
                at: receipt.at, actor: process, action: "receiver.confirm", subject: receiver,
                reason: "obeys generation \(generation)",
                before: earlier.map { String(decoding: $0.value, as: UTF8.self) } ?? "", after: receipt.json.text))
    }
}
