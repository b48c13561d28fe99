import Bus
import Consumers
import Store
import Testing

/// Keeps, by event, what `handle` was given by `prepare`.
private struct PreparingConsumer: Consumer {
    final class Note: Sendable {
        let text: String
        init(_ text: String) { self.text = text }
    }

    let name = "preparing"
    let entities = [EventEntity("vnaccs", "declaration")]

    func prepare(_ event: Event) -> (any AnyObject & Sendable)? { Note("read \(event.id)") }

    func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        let text = (event.prepared as? Note)?.text ?? "nothing"
        try transaction.save(DeclarationRecord(key: event.event.id, status: text, state: []))
    }
}

@Suite struct PrepareTests {
    @Test func anEventComesWithWhatWasPreparedOfIt() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a", key: "A"), try EventSamples.plain("b", key: "B")])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: PreparingConsumer()).run()
        #expect(try await ledger.declaration("a")?.status == "read a")
        #expect(try await ledger.declaration("b")?.status == "read b")
    }

    /// Only what is done inside `handle` is counted as an attempt at an event that may kill the process.
    @Test func anEventThatMayKillTheProcessIsNotPrepared() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a", key: "A")], count: 2)
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: PreparingConsumer()).run()
        #expect(try await ledger.declaration("a")?.status == "nothing")
    }

    @Test func anotherEventInItsPlaceDoesNotKeepWhatWasPrepared() throws {
        let delivered = try EventSamples.delivered(FactLab().cleared())
        var event = DeliveredEvent(
            event: delivered.event, encoded: delivered.encoded, codes: NoCatalogs(),
            prepared: PreparingConsumer.Note("read"))
        #expect(event.prepared != nil)
        event.event.draft.id = "other"
        #expect(event.event.id == "other")
        #expect(event.prepared == nil)
    }
}
