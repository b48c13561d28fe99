import Bus
import Consumers
import Store
import Testing

/// The patience that a consumer declares is the one that its runtime has, without anybody having to hand it over.
@Suite struct RetryPolicyTests {
    /// A tally of its own patience.
    private struct Patient: Consumer {
        let inner = TallyConsumer()
        let retry: RetryPolicy

        var name: String { inner.name }
        var entities: [EventEntity] { inner.entities }

        func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
            try inner.handle(event, in: transaction)
        }
    }

    @Test(arguments: [1, 3, 9]) func anEventIsTriedAsOftenAsItsConsumerAsks(attempts: Int) async throws {
        let pacing = RetryPacing(first: .microseconds(200), cap: .milliseconds(1))
        let consumer = Patient(retry: RetryPolicy(attempts: attempts, pacing: pacing))
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A", ["fail": "transient"])])
        let runtime = RuntimeFixture.runtime(source, ledger, consumer: consumer, settings: ConsumerSettings())
        let task = Task { try await runtime.run() }
        await source.waitForAcknowledged(1)
        source.finish()
        try await task.value
        #expect(try await ledger.parked(consumer: "tally", key: "A", limit: 10).map(\.attempts) == [attempts])
        #expect(consumer.inner.attempts.count("a1") == attempts)
    }

    /// As a test harness does, which has no time to wait.
    @Test func theRuntimesOwnSettingGoesFirst() async throws {
        let consumer = Patient(retry: RetryPolicy(attempts: 9))
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A", ["fail": "transient"])])
        let task = Task { try await RuntimeFixture.runtime(source, ledger, consumer: consumer).run() }
        await source.waitForAcknowledged(1)
        source.finish()
        try await task.value
        #expect(try await ledger.parked(consumer: "tally", key: "A", limit: 10).map(\.attempts) == [4])
    }
}
