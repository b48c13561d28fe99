import Bus
import Store
import Synchronization

/// A gate that a test moves, and that keeps the receipts it gets.
final class MovableGate: ReceiverGate {
    struct Receipt: Hashable {
        var receiver: String
        var generation: Int64
        var process: String
    }

    private struct State {
        var records: [String: ReceiverRecord] = [:]
        var streams: [AsyncStream<[ReceiverRecord]>.Continuation] = []
        var receipts: [Receipt] = []
    }

    private let state = Mutex(State())
    /// Woken by each receipt.
    let confirmed = DispatchSignal()
    private let onConfirm: @Sendable (Receipt) -> Void

    init(onConfirm: @escaping @Sendable (Receipt) -> Void = { _ in }) { self.onConfirm = onConfirm }

    var receipts: [Receipt] { state.withLock { $0.receipts } }

    func record(of receiver: String) -> ReceiverRecord {
        state.withLock { $0.records[receiver] ?? .untouched(receiver) }
    }

    func changes() -> AsyncStream<[ReceiverRecord]> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: [ReceiverRecord].self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.streams.append(continuation)
            continuation.yield(Array(state.records.values))
        }
        return stream
    }

    func confirm(_ receiver: String, generation: Int64, process: String) async throws(StoreError) {
        let receipt = Receipt(receiver: receiver, generation: generation, process: process)
        onConfirm(receipt)
        state.withLock { $0.receipts.append(receipt) }
        confirmed.wake()
    }

    func move(_ receiver: String, to target: ReceiverRecord.State, until: Timestamp? = nil) {
        state.withLock { state in
            let generation = (state.records[receiver]?.generation ?? 0) + 1
            state.records[receiver] = ReceiverRecord(
                receiver: receiver, state: target, reason: "catalogs change", since: Timestamp(milliseconds: 0),
                until: until, by: "test", generation: generation)
            for stream in state.streams { stream.yield(Array(state.records.values)) }
        }
    }

    func waitForReceipt(_ receiver: String, generation: Int64) async {
        while true {
            let seen = confirmed.count
            if receipts.contains(where: { $0.receiver == receiver && $0.generation == generation }) { return }
            await confirmed.wait(after: seen, atMost: .seconds(60))
        }
    }
}
