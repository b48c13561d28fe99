import Bus
import Consumers
import Store
import Testing

struct ControlLogTests {
    private let store = MemoryControl()

    private func act(_ action: String, by actor: String, at time: Timestamp) async throws {
        _ = try await store.commit(
            ControlChange(writes: [], at: time, actor: actor, action: action, subject: "vnaccs", reason: "night"))
    }

    private func found(_ filter: ControlLog.Filter) async throws -> [Int64] {
        var sequences: [Int64] = []
        try await ControlLog(store: store).forEach(filter) { sequences.append($0.sequence) }
        return sequences
    }

    @Test func theLogIsFilteredByTimeActorAndAction() async throws {
        try await act("receiver.pause", by: "lan", at: Samples.evening)
        try await act("catalog.import", by: "minh", at: Samples.midnight)
        try await act("receiver.resume", by: "minh", at: Samples.morning)
        #expect(try await found(ControlLog.Filter()) == [1, 2, 3])
        #expect(try await found(ControlLog.Filter(action: "receiver.")) == [1, 3])
        #expect(try await found(ControlLog.Filter(actor: "minh")) == [2, 3])
        #expect(try await found(ControlLog.Filter(from: Samples.midnight, until: Samples.morning)) == [2])
        #expect(try await found(ControlLog.Filter(subject: "edoc")) == [])
    }

    @Test func everyPageOfALongLogIsRead() async throws {
        for _ in 0..<1001 { try await act("receiver.pause", by: "lan", at: Samples.evening) }
        #expect(try await found(ControlLog.Filter()).count == 1001)
        #expect(try await ControlLog(store: store).verify().entries == 1001)
    }

    @Test func anAnchorHoldsOnlyInTheChainItWasTakenFrom() async throws {
        try await act("receiver.pause", by: "lan", at: Samples.evening)
        let head = try await ControlLog(store: store).verify().head
        try await act("receiver.resume", by: "lan", at: Samples.morning)
        let log = ControlLog(store: store)
        #expect(try await log.verify(anchor: (1, head)).isIntact)
        #expect(try await log.verify().anchorHolds == nil)
        // A chain that was cut off or written anew does not have the entry.
        #expect(try await log.verify(anchor: (3, head)).isIntact == false)
        #expect(try await ControlLog(store: MemoryControl()).verify(anchor: (1, head)).isIntact == false)
    }
}
