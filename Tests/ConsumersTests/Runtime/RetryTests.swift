import Bus
import Consumers
import Logging
import ServiceLifecycle
import Store
import Synchronization
import Testing

@Suite struct RetryTests {
    @Test func aStoreThatIsAwayLosesNothingAndChargesNobody() async throws {
        let away = [
            StoreError(.unavailable, "no server", isRetryable: true), StoreError(.full, "no space"),
            StoreError(.busy, "locked", isRetryable: true),
        ]
        let ledger = FaultyLedger(faults: away)
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A"), try EventSamples.plain("b1", key: "B")])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        #expect(try await ledger.tally("A") == ["a1"])
        #expect(try await ledger.tally("B") == ["b1"])
        #expect(try await ledger.parked(consumer: nil, key: nil, limit: 10).isEmpty)
    }

    @Test func anErrorOfTheStoreInsideTheHandlerIsNotTheEventsFault() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A", ["fail": "store", "until": 6])])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        #expect(try await ledger.tally("A") == ["a1"])
    }

    @Test func aTransientFailureLetsItsKeyWaitWhileOthersGoOn() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        let consumer = TallyConsumer()
        source.put([
            try EventSamples.plain("a1", key: "A", ["fail": "transient", "until": 3]), try EventSamples.plain("a2", key: "A"),
            try EventSamples.plain("b1", key: "B"),
        ])
        source.put([try EventSamples.plain("a3", key: "A")])
        source.put([try EventSamples.plain("b2", key: "B")])
        let runtime = RuntimeFixture.runtime(source, ledger, consumer: consumer)
        let task = Task { try await runtime.run() }
        await source.waitForAcknowledged(3)
        source.finish()
        try await task.value
        #expect(try await ledger.tally("A") == ["a1", "a2", "a3"])
        #expect(try await ledger.tally("B") == ["b1", "b2"])
        #expect(consumer.attempts.count("a1") == 3)
        #expect(consumer.attempts.count("a2") == 1)
    }

    @Test func whatNeverPassesIsParkedAfterItsAttempts() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A", ["fail": "transient"]), try EventSamples.plain("a2", key: "A")])
        let runtime = RuntimeFixture.runtime(source, ledger)
        let task = Task { try await runtime.run() }
        await source.waitForAcknowledged(1)
        source.finish()
        try await task.value
        let parked = try await ledger.parked(consumer: "tally", key: "A", limit: 10)
        #expect(parked.map(\.eventID) == ["a1", "a2"])
        #expect(parked.map(\.cause) == ["later", "behind"])
        #expect(parked[0].attempts == 4)
    }

    @Test func gracefulShutdownFinishesAcknowledgesAndStopsTheSource() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A")])
        let group = ServiceGroup(
            services: [RuntimeFixture.runtime(source, ledger)],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let task = Task { try await group.run() }
        await source.waitForAcknowledged(1)
        await group.triggerGracefulShutdown()
        try await task.value
        #expect(source.isStopped)
        #expect(source.unacknowledgedCount == 0)
        #expect(try await ledger.tally("A") == ["a1"])
    }

    @Test func shutdownWhileTheStoreIsAwayLeavesEverythingToTheBroker() async throws {
        let (faulted, failing) = AsyncStream.makeStream(of: Void.self)
        let ledger = FaultyLedger(
            faults: Array(repeating: StoreError(.unavailable, "away", isRetryable: true), count: 10_000),
            onFault: { _ in failing.yield() })
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A")])
        let group = ServiceGroup(
            services: [RuntimeFixture.runtime(source, ledger)],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let task = Task { try await group.run() }
        for await _ in faulted { break }
        await group.triggerGracefulShutdown()
        try await task.value
        #expect(source.isStopped)
        #expect(source.acknowledged.isEmpty)
        #expect(source.unacknowledgedCount == 1)
    }

    @Test func cancellationEndsTheRunInOrder() async throws {
        let source = ScriptedSource()
        let runtime = RuntimeFixture.runtime(source, MemoryLedger())
        let task = Task { try await runtime.run() }
        source.put([try EventSamples.plain("a1", key: "A")])
        await source.waitForAcknowledged(1)
        task.cancel()
        try await task.value
        #expect(source.isStopped)
    }

    @Test func aNewerOwnerFencesThisOneAndNothingIsAcknowledged() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        let runtime = RuntimeFixture.runtime(source, ledger)
        let task = Task { try await runtime.run() }
        source.put([try EventSamples.plain("a1", key: "A")])
        await source.waitForAcknowledged(1)
        _ = try await ledger.transact { try $0.claim(partition: "tally/lt.declarations.p00") }
        source.put([try EventSamples.plain("a2", key: "A")])
        let error = await #expect(throws: StoreError.self) { try await task.value }
        #expect(error?.code == .fenced)
        #expect(source.acknowledged.count == 1)
        #expect(try await ledger.tally("A") == ["a1"])
        #expect(source.isStopped)
    }

    @Test func afterAReconnectTheQueueIsClaimedAnew() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        let runtime = RuntimeFixture.runtime(source, ledger)
        let task = Task { try await runtime.run() }
        source.put([try EventSamples.plain("a1", key: "A")])
        await source.waitForAcknowledged(1)
        // Meanwhile another process had the queue.
        _ = try await ledger.transact { try $0.claim(partition: "tally/lt.declarations.p00") }
        source.reconnect()
        source.put([try EventSamples.plain("a2", key: "A")])
        await source.waitForAcknowledged(2)
        source.finish()
        try await task.value
        #expect(try await ledger.tally("A") == ["a1", "a2"])
    }
}
