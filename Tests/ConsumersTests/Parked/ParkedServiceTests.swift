import Bus
import Consumers
import JSON
import Store
import Testing

@Suite struct ParkedServiceTests {
    private let ledger = MemoryLedger()
    private let consumer = TallyConsumer()
    private var service: ParkedService { ParkedService(ledger: ledger, consumers: [consumer]) }

    private func feed(_ events: [EncodedEvent]) async throws {
        let source = ScriptedSource()
        source.put(events)
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: consumer).run()
    }

    @Test func releaseAppliesAKeyInOrderOnceItsCauseIsMended() async throws {
        // Two attempts fail in the runtime's batch and its repetition is the parking; the release is the second attempt.
        try await feed([
            try EventSamples.plain("a1", key: "A"), try EventSamples.plain("a2", key: "A", ["fail": "poison", "until": 2]),
            try EventSamples.plain("a3", key: "A"), try EventSamples.plain("a4", key: "A"),
        ])
        let line = try await service.show(consumer: "tally", key: "A")
        #expect(line?.head.eventID == "a2")
        #expect(line?.behind.map(\.eventID) == ["a3", "a4"])
        let report = try await service.release(consumer: "tally", key: "A")
        #expect(report.released == ["a2", "a3", "a4"])
        #expect(report.stoppedAt == nil)
        #expect(try await ledger.tally("A") == ["a1", "a2", "a3", "a4"])
        try await feed([try EventSamples.plain("a5", key: "A"), try EventSamples.plain("a2", key: "A")])
        #expect(try await ledger.tally("A") == ["a1", "a2", "a3", "a4", "a5"])
    }

    @Test func releaseStopsAtTheFirstThatFailsAgainAndKeepsTheRest() async throws {
        try await feed([
            try EventSamples.plain("a1", key: "A", ["fail": "poison", "until": 2]), try EventSamples.plain("a2", key: "A"),
            try EventSamples.plain("a3", key: "A", ["fail": "poison"]), try EventSamples.plain("a4", key: "A"),
        ])
        let report = try await service.release(consumer: "tally", key: "A")
        #expect(report.released == ["a1", "a2"])
        #expect(report.stoppedAt == "a3")
        #expect(report.detail == "rule: told to fail")
        #expect(report.remaining == 2)
        let parked = try await service.list(consumer: "tally")
        #expect(parked.map(\.eventID) == ["a3", "a4"])
        #expect(parked.map(\.cause) == ["rule", "behind"])
        #expect(parked.map(\.attempts) == [1, 0])
        let again = try await service.release(consumer: "tally", key: "A")
        #expect(again.released.isEmpty)
        #expect(try await service.list().first?.attempts == 2)
    }

    @Test func discardTakesTheFirstWithAReasonAndFreesThoseBehind() async throws {
        try await feed([try EventSamples.plain("a1", key: "A", ["fail": "poison"]), try EventSamples.plain("a2", key: "A")])
        let early = await #expect(throws: ParkedError.self) {
            try await service.discard("a2", consumer: "tally", key: "A", reason: "test")
        }
        #expect(early?.code == .notFirst)
        let silent = await #expect(throws: ParkedError.self) {
            try await service.discard("a1", consumer: "tally", key: "A", reason: "  ")
        }
        #expect(silent?.code == .reasonMissing)
        let unknown = await #expect(throws: ParkedError.self) {
            try await service.discard("zz", consumer: "tally", key: "A", reason: "test")
        }
        #expect(unknown?.code == .notFound)
        try await service.discard("a1", consumer: "tally", key: "A", reason: "sent by mistake")
        let report = try await service.release(consumer: "tally", key: "A")
        #expect(report.released == ["a2"])
        #expect(try await ledger.tally("A") == ["a2"])
        #expect(try await ledger.parkedIDs().discarded == ["a1"])
        // A copy that comes late stays discarded.
        try await feed([try EventSamples.plain("a1", key: "A")])
        #expect(try await ledger.tally("A") == ["a2"])
    }

    @Test func releasingAnUnknownConsumerIsRefused() async throws {
        let error = await #expect(throws: ParkedError.self) { try await service.release(consumer: "other", key: "A") }
        #expect(error?.code == .unknownConsumer)
    }

    @Test func aLongLineIsReleasedInOrder() async throws {
        let events = try (0..<700).map {
            try EventSamples.plain("a\($0)", key: "A", $0 == 0 ? ["fail": "poison", "until": 2] : [:])
        }
        try await feed(events)
        let report = try await service.release(consumer: "tally", key: "A")
        #expect(report.released.count == 700)
        #expect(try await ledger.tally("A") == (0..<700).map { "a\($0)" })
    }

    @Test func unreadableBytesStayUntilTheyAreDiscarded() async throws {
        let source = ScriptedSource()
        source.put(Array("[{\"a\":1},{\"b\":2}]".utf8))
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: consumer).run()
        let report = try await service.release(consumer: "tally", key: "")
        #expect(report.released.isEmpty)
        #expect(report.remaining == 2)
        let parked = try await service.list(key: "")
        try await service.discard(parked[1].eventID, consumer: "tally", key: "", reason: "noise")
        #expect(try await service.list(key: "").map(\.eventID) == [parked[0].eventID])
    }
}
