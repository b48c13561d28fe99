import Bus
@testable import Consumers
import JSON
import Store
import Testing

@Suite struct PoisonTests {
    @Test func poisonParksItsKeyInOrderAndOthersGoOn() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([
            try EventSamples.plain("a1", key: "A"), try EventSamples.plain("a2", key: "A", ["fail": "poison"]),
            try EventSamples.plain("b1", key: "B"), try EventSamples.plain("a3", key: "A"),
        ])
        source.put([try EventSamples.plain("b2", key: "B"), try EventSamples.plain("a4", key: "A")])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, settings: RuntimeFixture.settings(batchEvents: 4)).run()
        #expect(try await ledger.tally("A") == ["a1"])
        #expect(try await ledger.tally("B") == ["b1", "b2"])
        let parked = try await ledger.parked(consumer: "tally", key: "A", limit: 10)
        #expect(parked.map(\.eventID) == ["a2", "a3", "a4"])
        #expect(parked.map(\.cause) == ["rule", "behind", "behind"])
        #expect(parked.map(\.attempts) == [1, 0, 0])
        #expect(parked[0].bytes == (try EventSamples.plain("a2", key: "A", ["fail": "poison"])).bytes)
        #expect(source.acknowledged.count == 2)
    }

    @Test func anUnknownErrorParksWithoutItsText() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A", ["fail": "surprise"])])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        let parked = try await ledger.parked(consumer: "tally", key: "A", limit: 10)
        #expect(parked.map(\.cause) == ["consumer"])
        #expect(parked.map(\.detail) == ["failed with Surprise"])
    }

    @Test(arguments: [1, 5, 40, 200])
    func howeverMuchPoisonThereIsTheInnocentAreApplied(poison: Int) async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        let consumer = TallyConsumer()
        for place in 0..<poison {
            source.put([
                try EventSamples.plain("bad\(place)", key: "bad\(place)", ["fail": "poison"]),
                try EventSamples.plain("good\(place)", key: "good"),
            ])
        }
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: consumer).run()
        #expect(try await ledger.tally("good") == (0..<poison).map { "good\($0)" })
        #expect(try await ledger.parked(consumer: "tally", key: nil, limit: 1_000).count == poison)
        #expect(source.acknowledged.count == poison)
        // Dividing keeps the work near linear: an event is tried some dozens of times, not once for each poisoned one.
        #expect(consumer.attempts.count("good0") <= 4 * (BatchDecider.rerunLimit + 2))
    }

    @Test func whatCannotBeReadIsParkedByItsHashAndHoldsNobodyUp() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        let good = try EventSamples.plain("a1", key: "A")
        source.put(BatchCodec.encode([Array("{\"no\":1}".utf8), good.bytes]))
        source.put(Array("not json".utf8))
        source.put([try EventSamples.plain("a2", key: "A")])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        #expect(try await ledger.tally("A") == ["a1", "a2"])
        let parked = try await ledger.parked(consumer: "tally", key: nil, limit: 10)
        #expect(parked.map(\.cause) == ["undecodable", "undecodable"])
        #expect(parked.map(\.key) == parked.map(\.eventID))
        #expect(parked.map(\.bytes) == [Array("{\"no\":1}".utf8), Array("not json".utf8)])
        #expect(parked.allSatisfy { $0.eventID.hasPrefix("undecodable:") && $0.eventID.utf8.count == 12 + 64 })
        #expect(source.acknowledged.count == 3)
    }

    @Test func whatTheBrokerGaveUpAndCannotBeReadIsParkedByItsHash() async throws {
        let delivery = Delivery(
            tag: DeliveryTag(generation: 1, tag: 1), queue: "lt.poison", exchange: "", routingKey: "lt.poison",
            redelivered: false, contentType: BatchCodec.contentType, messageID: nil,
            headers: ["x-first-death-queue": .string("lt.declarations.p03")], body: Array("[{\"no\":1},{\"no\":2}]".utf8))
        let parked = PoisonDrain.parked(delivery, at: EventSamples.evening)
        #expect(parked.map(\.consumer) == ["declarations", "declarations"])
        #expect(parked.map(\.cause) == ["undecodable", "undecodable"])
        #expect(parked.map(\.key) == parked.map(\.eventID))
        #expect(Set(parked.map(\.key)).count == 2)
        #expect(parked.allSatisfy { InboundItem.isUndecodable($0.key, $0.bytes) })
    }

    @Test func aSuspectIsAppliedAloneAndLeavesNothingParked() async throws {
        let ledger = FaultyLedger()
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A"), try EventSamples.plain("a2", key: "A")], count: 2)
        source.put([try EventSamples.plain("a3", key: "A")])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        #expect(try await ledger.tally("A") == ["a1", "a2", "a3"])
        #expect(try await ledger.parked(consumer: nil, key: nil, limit: 10).isEmpty)
        #expect(ledger.commitCount == 5)
        #expect(source.acknowledged.count == 2)
    }

    /// The process was killed from outside: whatever it was applying is innocent.
    @Test(arguments: 1...5) func aSuspectWhoseProcessWasKilledIsAppliedWhenItComesAgain(deaths: Int) async throws {
        let ledger = FaultyLedger()
        for _ in 1..<deaths { try await ledger.transact { _ = try $0.noteAttempt(at: "a1", consumer: "tally") } }
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A"), try EventSamples.plain("a2", key: "A")], count: 3)
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        #expect(try await ledger.tally("A") == ["a1", "a2"])
        #expect(try await ledger.parked(consumer: nil, key: nil, limit: 10).isEmpty)
        // What was counted is forgotten.
        #expect(try await ledger.transact { try $0.noteAttempt(at: "a1", consumer: "tally") } == 1)
    }

    @Test func aSuspectThatEndedFiveProcessesIsParkedAndOnlyItsKeyWaits() async throws {
        let ledger = FaultyLedger()
        for _ in 1...5 { try await ledger.transact { _ = try $0.noteAttempt(at: "a1", consumer: "tally") } }
        let source = ScriptedSource()
        let event = try EventSamples.plain("a1", key: "A")
        source.put([event, try EventSamples.plain("a2", key: "A"), try EventSamples.plain("b1", key: "B")], count: 7)
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        #expect(try await ledger.tally("A") == [])
        #expect(try await ledger.tally("B") == ["b1"])
        let parked = try await ledger.parked(consumer: "tally", key: "A", limit: 10)
        #expect(parked.map(\.eventID) == ["a1", "a2"])
        #expect(parked.map(\.cause) == ["suspect", "behind"])
        #expect(parked.map(\.attempts) == [5, 0])
        #expect(source.acknowledged.count == 1)
    }

    @Test func aSuspectThatFailsIsParkedWithItsOwnCause() async throws {
        let ledger = MemoryLedger()
        let source = ScriptedSource()
        source.put([try EventSamples.plain("a1", key: "A", ["fail": "poison"])], count: 2)
        source.finish()
        try await RuntimeFixture.runtime(source, ledger).run()
        let parked = try await ledger.parked(consumer: "tally", key: "A", limit: 10)
        #expect(parked.map(\.cause) == ["rule"])
        #expect(parked.map(\.attempts) == [1])
    }
}
