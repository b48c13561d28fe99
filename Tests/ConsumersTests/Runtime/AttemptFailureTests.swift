import Bus
import Store
import Testing

@testable import Consumers

/// What the store says of its own errors is what the runtime does about them.
@Suite struct AttemptFailureTests {
    /// As SQLite's I/O errors come out of the store, a failed sync among them.
    private static let failedDisk = StoreError(.unavailable, "writing: disk I/O error; restart after checking the disk")

    @Test func whatPassesByItselfIsRepeated() {
        #expect(AttemptFailure(StoreError(.full, "")) == .storeAway(.full))
        #expect(AttemptFailure(StoreError(.busy, "")) == .storeAway(.busy))
        for code in [StoreError.Code.unavailable, .conflict, .invalid, .closed] {
            #expect(AttemptFailure(StoreError(code, "", isRetryable: true)) == .storeAway(code))
        }
    }

    @Test func whatSomebodyHasToLookAtEndsTheWork() {
        for code in [StoreError.Code.unavailable, .corrupt, .fenced, .closed, .unsafeSettings, .newerSchema] {
            #expect(AttemptFailure(StoreError(code, "")) == .storeLost(code))
        }
        #expect(AttemptFailure(Self.failedDisk) == .storeLost(.unavailable))
    }

    @Test func aDiskThatFailsUnderAnEventIsNotTheEventsDoing() {
        let inside = StoreError(.invalid, "", cause: BlamedError(item: 1, error: Self.failedDisk))
        #expect(AttemptFailure(inside) == .storeLost(.unavailable))
        #expect(AttemptFailure(inside).verdict == nil)
    }

    @Test func afterADiskHasFailedNothingIsCommittedBeforeSomebodyStartsAgain() async throws {
        let ledger = FaultyLedger(faults: [Self.failedDisk])
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A")])
        source.put([try EventSamples.plain("a2", key: "A")])
        let runtime = RuntimeFixture.runtime(source, ledger)
        let error = await #expect(throws: StoreError.self) { try await runtime.run() }
        #expect(error?.reason == Self.failedDisk.reason)
        #expect(ledger.commitCount == 0)
        #expect(source.acknowledged.isEmpty)
        #expect(source.isStopped)

        let next = ScriptedSource()
        next.put([try EventSamples.plain("a1", key: "A")])
        next.put([try EventSamples.plain("a2", key: "A")])
        next.finish()
        try await RuntimeFixture.runtime(next, ledger).run()
        #expect(try await ledger.tally("A") == ["a1", "a2"])
        #expect(try await ledger.parked(consumer: nil, key: nil, limit: 10).isEmpty)
        #expect(next.acknowledged.count == 2)
    }

    /// A suspect's attempts are counted in transactions of their own.
    @Test func aDiskThatFailsUnderASuspectEndsTheWorkToo() async throws {
        let ledger = FaultyLedger(faults: [Self.failedDisk])
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A")], count: 3)
        let error = await #expect(throws: StoreError.self) { try await RuntimeFixture.runtime(source, ledger).run() }
        #expect(error?.reason == Self.failedDisk.reason)
        #expect(ledger.commitCount == 0)
        #expect(source.acknowledged.isEmpty)
    }
}
