import Bus
@testable import Consumers
import Events
import JSON
import Store
import Testing

/// What the pool publishes, and what it shows.
@Suite struct OutcomeTests {
    private let lab = FactLab()

    @Test func aChangeOfStatusNamesItsCauseAndKeepsItsTime() async throws {
        let pool = Pool()
        let night = CeasedOffice(successor: "28CD", closing: EventSamples.minutes(5))
        var mapped = pool
        mapped.codes = night
        try await mapped.take([try lab.registered(.one, tax: "100"), try lab.paid("100", office: "02CI")])
        let events = try await mapped.outcomes()
        #expect(events.map(\.id) == [
            "pipeline:10000000001:status:10000000001/reg0-0", "pipeline:10000000001:status:10000000001/pay-ACC1-1901",
        ])
        let last = try #require(events.last)
        #expect(last.draft.source == "/vn/customs/pipeline")
        #expect(last.partitionKey == "10000000001")
        #expect(last.time == EventSamples.minutes(10))
        let payload = try DeclarationStatusChanged(json: last.data)
        #expect(payload.previous == "awaiting-payment")
        #expect(payload.status == .releasable)
        #expect(payload.office == "03EE")
        #expect(payload.officeInForce == "28CD")
        #expect(payload.paid.description == "100")
        #expect(payload.cause == "10000000001/pay-ACC1-1901")
    }

    @Test func nothingIsPublishedWhileTheStatusStays() async throws {
        let pool = Pool()
        try await pool.takeOneByOne([
            try lab.registered(.one, tax: "100"), try lab.paid("10"), try lab.paid("20", acceptance: "ACC2", voucher: "2"),
        ])
        #expect(try await pool.statuses() == ["awaiting-payment"])
        #expect(try await pool.ledger.declarationCount(byStatus: ()) == ["awaiting-payment": 1])
    }

    @Test func oneTransactionOrManyPublishTheSame() async throws {
        let drafts = [
            try lab.registered(.two, tax: "100"), try lab.document("D1", .dossier), try lab.paid("100"),
            lab.reported("D1", "06"), try lab.cleared(),
        ]
        let (together, apart) = (Pool(), Pool())
        try await together.take(drafts)
        try await apart.takeOneByOne(drafts)
        #expect(try await together.outcomes().map(\.draft) == apart.outcomes().map(\.draft))
        #expect(try await together.show() == apart.show())
        #expect(
            try await together.statuses() == ["awaiting-payment", "under-document-check", "releasable", "cleared"])
    }

    @Test(arguments: ["10000000001", "100000000010", "100000000019"])
    func aDeclarationIsFoundByElevenOrTwelveDigits(number: String) async throws {
        let pool = Pool()
        try await pool.take([try lab.registered(.one, tax: "100")])
        #expect(try await pool.show(number)?.number == "100000000010")
    }

    @Test(arguments: ["", "1000000000", "1000000000100", "1000000000A", "20000000001"])
    func anythingElseIsNotFound(number: String) async throws {
        let pool = Pool()
        try await pool.take([try lab.registered(.one, tax: "100")])
        #expect(try await pool.show(number) == nil)
    }

    @Test func theViewHasItsFixedKeysAndListsEventsByTime() async throws {
        let pool = Pool()
        try await pool.take([try lab.paid("100"), try lab.registered(.one, tax: "100")])
        let view = try #require(await DeclarationView.load("10000000001", from: pool.ledger))
        let keys = view.json.object?.members.map(\.key)
        #expect(Set(keys ?? []).isSuperset(of: [
            "number", "status", "lane", "office", "officeInForce", "assessed", "paid", "credited", "conflicts", "events",
        ]))
        let events = try #require(view.json["events"]?.array)
        #expect(events.compactMap { $0["id"]?.string } == ["10000000001/reg0-0", "10000000001/pay-ACC1-1901"])
        #expect(events[0].object?.members.map(\.key) == ["id", "type", "time", "source", "amount"])
        #expect(events.compactMap { $0["amount"]?.string } == ["100", "100"])
    }

    @Test func anEventTypeWithoutARuleIsPoisonAndABrokenPayloadToo() async throws {
        let source = ScriptedSource()
        let ledger = MemoryLedger()
        let unknown = EventDraft(
            id: "x1", source: "/vn/customs/vnaccs",
            type: EventType(system: "vnaccs", entity: "declaration", event: "cleared", version: 2), subject: nil,
            time: EventSamples.evening, partitionKey: "A", data: [:])
        let broken = EventDraft(
            id: "x2", source: "/vn/customs/vnaccs", type: DeclarationCleared.type, subject: nil, time: EventSamples.evening,
            partitionKey: "B", data: ["declaration": "12"])
        source.put([
            try EventSamples.encoded(unknown), try EventSamples.encoded(broken), try EventSamples.encoded(lab.registered(.one, tax: "0")),
        ])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: DeclarationConsumer()).run()
        let parked = try await ledger.parked(consumer: "declarations", key: nil, limit: 10)
        #expect(parked.map(\.cause) == ["unsupported-type", "payload"])
        #expect(try await ledger.declaration("10000000001")?.status == "releasable")
    }

    @Test func aSlipWithTooManyFactsIsParkedInsteadOfGrowingForEver() async throws {
        // As many as fit, without the pool: it looks at all of them at each.
        var state = DeclarationState(key: "10000000001")
        for number in 1...DeclarationState.factLimit {
            let event = try EventSamples.delivered(lab.paid("1", acceptance: "A\(number)", voucher: "\(number)")).event
            state.add(try DeclarationEvent(event).fact, version: nil, at: event.time)
        }
        let full = DeclarationRecord(key: state.key, status: "registered", state: state.encoded())
        let ledger = MemoryLedger()
        try await ledger.transact { try $0.save(full) }
        let source = ScriptedSource()
        source.put([try EventSamples.encoded(lab.paid("1", acceptance: "A0", voucher: "0"))])
        source.finish()
        try await RuntimeFixture.runtime(source, ledger, consumer: DeclarationConsumer()).run()
        #expect(try await ledger.parked(consumer: nil, key: nil, limit: 10).map(\.cause) == ["too-many-facts"])
        #expect(try await DeclarationView.load("10000000001", from: ledger)?.json["paid"]?.string == "2000")
    }
}
