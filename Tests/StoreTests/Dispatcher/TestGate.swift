import Bus
import Store
import Synchronization

/// A gate that a test moves.
final class TestGate: ReceiverGate {
    private struct State {
        var records: [String: ReceiverRecord] = [:]
        var streams: [AsyncStream<[ReceiverRecord]>.Continuation] = []
    }

    private let state = Mutex(State())

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

    func confirm(_ receiver: String, generation: Int64, process: String) async throws(StoreError) {}

    func move(_ receiver: String, to state: ReceiverRecord.State) {
        self.state.withLock { all in
            let generation = (all.records[receiver]?.generation ?? 0) + 1
            all.records[receiver] = ReceiverRecord(
                receiver: receiver, state: state, reason: "test", since: Timestamp(milliseconds: 0), until: nil,
                by: "test", generation: generation)
            for stream in all.streams { stream.yield(Array(all.records.values)) }
        }
    }
}
