import Bus
import Consumers
import Events
import JSON
import Store
import Testing

/// A consumer as somebody else would write and test it.
private struct ClearanceCounter: Consumer {
    let name = "clearances"
    let entities = [EventEntity("vnaccs", "declaration")]

    func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        guard event.event.type == DeclarationCleared.type else { return }
        let cleared = try DeclarationCleared(json: event.event.data)
        let count = try transaction.declaration(cleared.officeName).flatMap { Int($0.status) } ?? 0
        try transaction.save(DeclarationRecord(key: cleared.officeName, status: "\(count + 1)", state: []))
    }
}

@Suite struct HarnessTests {
    @Test func aConsumerIsOneFunctionAndOneTest() async throws {
        let harness = ConsumerHarness(ClearanceCounter())
        let first = try FactLab().cleared()
        let second = try FactLab(key: "10000000002").cleared()
        try await harness.feed([first, second, first])
        try await harness.feed([second])
        #expect(try await harness.ledger.declaration("HQCANGHP")?.status == "2")
        #expect(try await harness.parked().isEmpty)
    }

    @Test func whatFailsForAWhileIsAppliedAndWhatFailsForGoodIsParked() async throws {
        let harness = ConsumerHarness(TallyConsumer())
        let drafts: [(String, JSONValue)] = [
            ("a1", ["fail": "transient", "until": 3]), ("a2", [:]), ("b1", ["fail": "poison"]),
        ]
        try await harness.feed(
            drafts.map { id, data in
                EventDraft(
                    id: id, source: "/vn/customs/vnaccs",
                    type: EventType(system: "vnaccs", entity: "declaration", event: "mentioned"), subject: nil,
                    time: EventSamples.evening, partitionKey: String(id.prefix(1)), data: data)
            })
        try await harness.feed(body: Array("nonsense".utf8))
        #expect(try await harness.ledger.tally("a") == ["a1", "a2"])
        #expect(try await harness.parked().map(\.cause) == ["rule", "undecodable"])
    }

    @Test func thePoolPublishesThroughTheHarness() async throws {
        let harness = ConsumerHarness(DeclarationConsumer())
        let lab = FactLab()
        try await harness.feed([try lab.registered(.one, tax: "100"), try lab.paid("100"), try lab.cleared()])
        let statuses = try await harness.published().compactMap { $0.data["status"]?.string }
        #expect(statuses == ["awaiting-payment", "releasable", "cleared"])
    }
}
