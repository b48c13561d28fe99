import Bus
@testable import Consumers
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

    /// Two messages' worth of bytes that are no events.
    private func feedUnreadable() async throws -> [ParkedEvent] {
        let source = ScriptedSource()
        source.put(Array("[{\"a\":1},{\"b\":2}]".utf8))
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: consumer).run()
        return try await service.list()
    }

    @Test func unreadableBytesStandAloneUntilTheyAreDiscarded() async throws {
        let parked = try await feedUnreadable()
        #expect(parked.count == 2)
        #expect(parked.map(\.key) == parked.map(\.eventID))
        #expect(try await service.show(consumer: "tally", key: parked[1].key)?.behind.isEmpty == true)
        try await service.discard(parked[1].eventID, consumer: "tally", key: parked[1].key, reason: "noise")
        #expect(try await service.list().map(\.eventID) == [parked[0].eventID])
        #expect(try await ledger.parkedIDs().discarded == [parked[1].eventID])
    }

    @Test func releasingUnreadableBytesTriesThemAgainAndKeepsThemWithTheCause() async throws {
        let parked = try await feedUnreadable()
        let report = try await service.release(consumer: "tally", key: parked[1].key)
        #expect(report.released.isEmpty)
        #expect(report.stoppedAt == parked[1].eventID)
        #expect(report.detail?.hasPrefix("undecodable: ") == true)
        #expect(report.remaining == 1)
        let after = try await service.list()
        #expect(after.map(\.eventID) == parked.map(\.eventID))
        #expect(after.map(\.attempts) == [1, 2])
        #expect(after.map(\.cause) == ["undecodable", "undecodable"])
    }

    /// As after an update that can read what the earlier version could not.
    @Test func bytesThatCanBeReadByNowTakeTheirPlace() async throws {
        let late = try ["a2", "b1"].map { try EventSamples.plain($0, key: String($0.prefix(1))) }
        let ids = late.map { InboundItem.undecodableID($0.bytes) }
        try await feed([try EventSamples.plain("a1", key: "a", ["fail": "poison"])])
        try await ledger.transact { transaction in
            for (event, id) in zip(late, ids) {
                try transaction.park(
                    ParkedEvent(
                        consumer: "tally", eventID: id, key: id, cause: "undecodable", detail: "attribute id", attempts: 1,
                        parkedAt: EventSamples.evening, bytes: event.bytes, routingKey: event.routingKey))
            }
        }
        for id in ids { #expect(try await service.release(consumer: "tally", key: id).released == [id]) }
        // One waits behind the parked event of its key, the other is applied; a copy of it changes nothing.
        #expect(try await service.list().map(\.eventID) == ["a1", "a2"])
        #expect(try await service.list(key: "a").map(\.cause) == ["rule", "behind"])
        try await feed([late[1]])
        #expect(try await ledger.tally("b") == ["b1"])
    }

    /// An event whose id only looks like one that was made of bytes is applied like any other.
    @Test func anEventCannotPassForUnreadableBytes() async throws {
        let id = "undecodable:" + String(repeating: "0", count: 64)
        try await feed([try EventSamples.plain(id, key: id, ["fail": "poison", "until": 2])])
        #expect(try await service.release(consumer: "tally", key: id).released == [id])
        #expect(try await ledger.tally(id) == [id])
    }
}
