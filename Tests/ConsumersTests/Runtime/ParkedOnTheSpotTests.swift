import Bus
@testable import Consumers
import JSON
import Store
import Testing

/// Poison that has changed nothing before it failed: it is parked where it is found, and the others are applied once.
@Suite struct ParkedOnTheSpotTests {
    /// Looks before it writes.
    private struct CarefulConsumer: Consumer {
        let name = "careful"
        let entities = [EventEntity("vnaccs", "*")]
        let attempts = TallyConsumer.Attempts()

        func handle(_ delivered: DeliveredEvent, in transaction: any LedgerTransaction) throws {
            let event = delivered.event
            _ = attempts.add(event.id)
            let record = try transaction.declaration(event.partitionKey)
            switch event.data["fail"]?.string {
            case "poison": throw ConsumerFailure.poison("rule", "told to fail")
            case "store": throw StoreError(.invalid, "told to refuse")
            case "transient": throw ConsumerFailure.transient("later", "told to wait")
            case "surprise": throw TallyConsumer.Surprise()
            default: break
            }
            let line = record.map { String(decoding: $0.state, as: UTF8.self) + "," } ?? ""
            try transaction.save(
                DeclarationRecord(key: event.partitionKey, status: "registered", state: Array((line + event.id).utf8)))
        }
    }

    /// Remembers an event before it finds that it cannot be applied.
    private struct RememberingConsumer: Consumer {
        let name = "remembering"
        let entities = [EventEntity("vnaccs", "*")]
        let counts: Bool

        func handle(_ delivered: DeliveredEvent, in transaction: any LedgerTransaction) throws {}
        func session() -> any ConsumerSession { Session(counts: counts) }

        struct Session: ConsumerSession {
            let counts: Bool
            var seen: [String] = []
            var changeCount: Int? { counts ? seen.count : nil }

            mutating func handle(_ delivered: DeliveredEvent, in transaction: any LedgerTransaction) throws {
                seen.append(delivered.event.id)
                if delivered.event.data["fail"] != nil { throw ConsumerFailure.poison("rule", "told to fail") }
            }

            mutating func finish(in transaction: any LedgerTransaction) throws {
                for id in seen { try transaction.save(DeclarationRecord(key: id, status: "seen", state: [])) }
            }
        }
    }

    @Test(arguments: ["poison", "store", "surprise"]) func itCostsTheOthersNothing(fail: String) async throws {
        let ledger = FaultyLedger()
        let source = ScriptedSource()
        let consumer = CarefulConsumer()
        var events: [EncodedEvent] = []
        for place in 0..<100 {
            events.append(try EventSamples.plain("good\(place)", key: "good\(place % 7)"))
            guard place.isMultiple(of: 10) else { continue }
            events.append(try EventSamples.plain("bad\(place)", key: "bad\(place)", ["fail": .string(fail)]))
            events.append(try EventSamples.plain("later\(place)", key: "bad\(place)"))
        }
        source.put(events)
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: consumer).run()
        #expect(ledger.commitCount == 1)
        #expect((0..<100).map { consumer.attempts.count("good\($0)") } == Array(repeating: 1, count: 100))
        #expect(try await ledger.tally("good3") == stride(from: 3, to: 100, by: 7).map { "good\($0)" })
        let parked = try await ledger.parked(consumer: "careful", key: "bad50", limit: 10)
        #expect(parked.map(\.eventID) == ["bad50", "later50"])
        #expect(parked.map(\.attempts) == [1, 0])
        #expect(parked[1].cause == "behind")
        #expect(parked[0].bytes == (try EventSamples.plain("bad50", key: "bad50", ["fail": .string(fail)])).bytes)
        #expect(try await ledger.parked(consumer: "careful", key: nil, limit: 100).count == 20)
        #expect(source.acknowledged.count == 1)
    }

    /// Whether a session counts or not: nothing of the event that failed is written.
    @Test(arguments: [true, false]) func whatASessionHasTakenInIsDroppedWithTheBatch(counts: Bool) async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([
            try EventSamples.plain("a", key: "A"), try EventSamples.plain("b", key: "B", ["fail": "poison"]),
            try EventSamples.plain("c", key: "C"),
        ])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: RememberingConsumer(counts: counts)).run()
        #expect(try await ledger.declaration("a") != nil)
        #expect(try await ledger.declaration("b") == nil)
        #expect(try await ledger.declaration("c") != nil)
        #expect(try await ledger.parked(consumer: "remembering", key: nil, limit: 10).map(\.eventID) == ["b"])
    }

    /// Only when its patience is at an end.
    @Test func whatMayPassIsNotParkedOnTheSpot() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        let consumer = CarefulConsumer()
        source.put([try EventSamples.plain("a", key: "A", ["fail": "transient"]), try EventSamples.plain("b", key: "B")])
        let runtime = RuntimeFixture.runtime(source, ledger, consumer: consumer)
        let task = Task { try await runtime.run() }
        await source.waitForAcknowledged(1)
        source.finish()
        try await task.value
        let parked = try await ledger.parked(consumer: "careful", key: nil, limit: 10)
        #expect(parked.map(\.eventID) == ["a"])
        #expect(consumer.attempts.count("a") == 4)
        #expect(try await ledger.tally("B") == ["b"])
    }

    @Test func aDeclarationsUnreadableEventLeavesNoTraceOfIt() async throws {
        let ledger = FaultyLedger()
        let source = ScriptedSource()
        var broken = try FactLab().cleared()
        broken.id = "broken"
        broken.partitionKey = "10000000099"
        broken.data = [:]
        source.put([try EventSamples.encoded(try FactLab().cleared()), try EventSamples.encoded(broken)])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: DeclarationConsumer()).run()
        #expect(ledger.commitCount == 1)
        #expect(try await ledger.declaration("10000000001") != nil)
        #expect(try await ledger.declaration("10000000099") == nil)
        let parked = try await ledger.parked(consumer: "declarations", key: nil, limit: 10)
        #expect(parked.map(\.eventID) == ["broken"])
        #expect(parked.map(\.cause) == ["payload"])
    }
}
