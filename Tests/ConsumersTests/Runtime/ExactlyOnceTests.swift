import Bus
import Consumers
import Store
import Synchronization
import Testing

@Suite struct ExactlyOnceTests {
    @Test func appliesEventsInOrderPerKeyAndAcknowledgesEachDelivery() async throws {
        let source = ScriptedSource()
        let ledger = MemoryLedger()
        source.put([try EventSamples.plain("a1", key: "A"), try EventSamples.plain("b1", key: "B")])
        source.put([try EventSamples.plain("a2", key: "A")])
        source.put([try EventSamples.plain("b2", key: "B"), try EventSamples.plain("a3", key: "A")])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        #expect(try await ledger.tally("A") == ["a1", "a2", "a3"])
        #expect(try await ledger.tally("B") == ["b1", "b2"])
        #expect(source.acknowledged.map(\.tag) == [1, 2, 3])
        #expect(source.isStopped)
    }

    @Test func duplicatesInOneMessageInOneBatchAndLaterHaveNoSecondEffect() async throws {
        let source = ScriptedSource()
        let ledger = MemoryLedger()
        let event = try EventSamples.plain("a1", key: "A")
        source.put([event, event])
        source.put([event])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, settings: RuntimeFixture.settings(batchEvents: 2)).run()
        let again = ScriptedSource()
        again.put([event])
        again.finish()
        try await RuntimeFixture.runtime(again, ledger).run()
        #expect(try await ledger.tally("A") == ["a1"])
        #expect(source.acknowledged.count == 2)
        #expect(again.acknowledged.count == 1)
    }

    @Test func everyAcknowledgementFollowsItsCommit() async throws {
        let committed = Mutex(false)
        let early = Mutex(0)
        let ledger = FaultyLedger(
            faults: [StoreError(.busy, "locked", isRetryable: true)], onCommit: { committed.withLock { $0 = true } })
        let source = ScriptedSource(onAcknowledge: { tags in
            if !committed.withLock({ $0 }) { early.withLock { $0 += tags.count } }
        })
        source.put([try EventSamples.plain("a1", key: "A")])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        #expect(source.acknowledged.count == 1)
        #expect(early.withLock { $0 } == 0)
    }

    @Test func whatComesAgainAfterALostConnectionIsAppliedOnce() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        for place in 1...20 { source.put([try EventSamples.plain("a\(place)", key: "A")]) }
        let first = try await source.next(maximum: 20)
        #expect(first?.count == 20)
        source.reconnect()
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        #expect(try await ledger.tally("A") == (1...20).map { "a\($0)" })
        #expect(source.unacknowledgedCount == 0)
    }

    @Test func batchesAreBoundedAndAMessageIsNeverDivided() async throws {
        let ledger = FaultyLedger()
        let source = ScriptedSource()
        for message in 0..<6 {
            source.put(try (0..<3).map { try EventSamples.plain("a\(message)-\($0)", key: "A") })
        }
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, settings: RuntimeFixture.settings(batchEvents: 4)).run()
        #expect(ledger.commitCount == 6)
        #expect(try await ledger.tally("A").count == 18)
    }

    @Test func anEmptyBatchIsAcknowledged() async throws {
        let source = ScriptedSource()
        source.put(Array("[]".utf8))
        source.finish()
        try await RuntimeFixture.runtime(source, MemoryLedger()).run()
        #expect(source.acknowledged.count == 1)
    }

    @Test func anEventOfNoInterestIsTakenIntoTheInboxWithoutEffect() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        let draft = EventDraft(
            id: "t1", source: "/vn/customs/treasury", type: EventType(system: "treasury", entity: "voucher", event: "listed"),
            subject: nil, time: EventSamples.evening, partitionKey: "A", data: [:])
        source.put([try EventSamples.encoded(draft)])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        #expect(try await ledger.processed([InboxEntry(id: "t1", key: "A")], by: "tally") == ["t1"])
        #expect(try await ledger.declaration("A") == nil)
    }
}
