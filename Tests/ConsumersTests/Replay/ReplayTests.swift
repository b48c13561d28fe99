import Bus
import Consumers
import JSON
import Store
import Synchronization
import Testing

struct ReplayTests {
    private let control: MemoryControl
    private let time: TickerDouble
    private var journal: [Delivery]

    init() throws {
        control = MemoryControl()
        time = TickerDouble()
        // Messages of one event, of several of which some do not match, and one that is not an event.
        var journal: [Delivery] = []
        for number in 0..<20 {
            let payments = try Samples.event(
                number * 10 + 1, key: "1000000000\(number % 4)", at: number < 10 ? Samples.evening : Samples.midnight)
            let advice = try Samples.event(
                number * 10 + 2, type: "vn.customs.treasury.payment.advised.v1", key: payments.partitionKey)
            journal.append(
                Samples.delivery(
                    number.isMultiple(of: 2) ? [payments] : [payments, advice], queue: "lt.journal", tag: number + 1,
                    offset: number))
        }
        self.journal = journal
    }

    /// The same journal, cut off or with later messages.
    private init(_ other: ReplayTests, keeping: Int = .max, adding: Int = 0) throws {
        control = other.control
        time = other.time
        journal = Array(other.journal.prefix(keeping))
        for number in 0..<adding {
            journal.append(
                try Samples.delivery(
                    [Samples.event(9000 + number)], queue: "lt.journal", tag: 900 + number, offset: journal.count))
        }
    }

    private func service(
        _ publisher: PublisherDouble = PublisherDouble(), over store: (any ControlStore)? = nil,
        codes: CatalogSnapshot = CatalogSnapshot()
    ) -> ReplayService {
        let journal = journal
        return ReplayService(
            store: store ?? control,
            ports: ReplayPorts(
                journal: { start throws(BusError) in
                    // As a stream does: `last` begins with the last chunk, an offset with the chunk it lies in.
                    switch start {
                    case .last: return QueueDouble(Array(journal.suffix(3))).consume()
                    case .offset(let offset): return QueueDouble(Array(journal.dropFirst(Int(offset) / 5 * 5))).consume()
                    case .first, .time: return QueueDouble(journal).consume()
                    }
                }, journalCount: { journal.count }, publisher: publisher),
            ticker: time.ticker, now: { Samples.morning }, codes: { codes })
    }

    private func plan(
        _ service: ReplayService, _ filter: ReplayFilter = ReplayFilter(), target: String = "declarations", rate: Int = 1000
    ) async throws -> ReplayRun {
        try await service.plan(id: "again", filter: filter, target: ReplayTarget(target), rate: rate, actor: "lan")
    }

    /// As `consumer attach` records it.
    private func attach(_ name: String, partitioned: Bool = false) async throws {
        let value: JSONValue = ["patterns": ["*.*.*"], "partitioned": .bool(partitioned)]
        _ = try await control.commit(
            ControlChange(
                writes: [.init(kind: "consumer", key: name, expected: 0, value: value.bytes)], at: Samples.evening,
                actor: "lan", action: "consumer.attach", subject: name, reason: "attached"))
    }

    private func ids(_ messages: [OutboundMessage]) throws -> [String] {
        try messages.flatMap { try BatchCodec.decode($0.body, contentType: $0.contentType).map { try $0.get().event.id } }
    }

    @Test func aPlanCountsAndPublishesNothing() async throws {
        let publisher = PublisherDouble()
        let run = try await plan(service(publisher))
        #expect(publisher.sent.isEmpty)
        #expect(run.status == .planned)
        #expect(run.expected["events"] == 30)
        #expect(run.expected["messages"] == 20)
        #expect(run.expected["byType"]?["vn.customs.treasury.payment.advised.v1"] == 10)
        #expect(run.expected["bySystem"]?["epayment"] == 20)
        #expect(run.expected["byDay"]?["2025-03-14"] == 20)
        #expect(run.plan.end == 19)
    }

    @Test(arguments: [
        (ReplayFilter(systems: ["treasury"]), 10), (ReplayFilter(types: ["vn.customs.epayment.payment.made.v1"]), 20),
        (ReplayFilter(from: Samples.midnight), 10), (ReplayFilter(until: Samples.midnight), 20),
        (ReplayFilter(keys: ["10000000001"]), 10), (ReplayFilter(from: Samples.midnight, systems: ["treasury"]), 0),
    ])
    func filtersTakeWhatTheySay(_ filter: ReplayFilter, _ count: Int) async throws {
        let publisher = PublisherDouble()
        let service = service(publisher)
        let planned = try await plan(service, filter)
        #expect(planned.expectedEvents == count)
        let run = try await service.run("again", hash: planned.hash, actor: "lan")
        #expect(run.status == .done)
        #expect(try ids(publisher.sent).count == count)
        #expect(run.published == count)
    }

    @Test func eventsGoUnchangedAndInOrderToTheQueueOfTheirPartition() async throws {
        let publisher = PublisherDouble()
        let service = service(publisher)
        let planned = try await plan(service, ReplayFilter(systems: ["treasury"]))
        _ = try await service.run("again", hash: planned.hash, actor: "lan")
        #expect(try ids(publisher.sent) == (0..<10).map { "event-\($0 * 20 + 12)" })
        for message in publisher.sent {
            let event = try #require(try BatchCodec.decode(message.body, contentType: nil).first?.get())
            #expect(journal.contains { $0.body.count > event.bytes.count && String(decoding: $0.body, as: UTF8.self).contains(String(decoding: event.bytes, as: UTF8.self)) })
            let partition = Partitioning.name(Partitioning.standard.partition(of: event.event.partitionKey))
            #expect(message.exchange == "")
            #expect(message.routingKey == "lt.declarations.\(partition)")
            #expect(message.headers["lt-replay-id"] == .string("again"))
            #expect(message.headers["lt-routing-key"] == .string("epayment.payment.\(partition)"))
        }
    }

    @Test func anAttachedConsumerHasOneQueue() async throws {
        try await attach("statistics")
        let publisher = PublisherDouble()
        let service = service(publisher)
        let planned = try await plan(service, target: "statistics")
        _ = try await service.run("again", hash: planned.hash, actor: "lan")
        #expect(Set(publisher.sent.map(\.routingKey)) == ["lt.consumer.statistics"])
    }

    @Test func aPartitionedConsumerHasAQueueForEachPartition() async throws {
        try await attach("audit", partitioned: true)
        let publisher = PublisherDouble()
        let service = service(publisher)
        let planned = try await plan(service, target: "audit")
        _ = try await service.run("again", hash: planned.hash, actor: "lan")
        #expect(!publisher.sent.isEmpty)
        for message in publisher.sent {
            guard case .string(let key)? = message.headers["lt-routing-key"] else {
                Issue.record("a message without its first routing key")
                continue
            }
            #expect(message.routingKey == "lt.consumer.audit.\(key.suffix(3))")
        }
    }

    @Test func theRateHolds() async throws {
        let publisher = PublisherDouble()
        let service = service(publisher)
        let planned = try await plan(service, rate: 10)
        let before = time.elapsed
        _ = try await service.run("again", hash: planned.hash, actor: "lan")
        let seconds = (time.elapsed - before) / .seconds(1)
        // 30 events at 10 a second; the first tenth of a second's worth and the last group cost nothing.
        #expect((2.7...3.1).contains(seconds), "\(seconds)")
    }

    @Test func withAnotherHashNothingRuns() async throws {
        let publisher = PublisherDouble()
        let service = service(publisher)
        _ = try await plan(service)
        let error = await #expect(throws: RestructureError.self) {
            try await service.run("again", hash: "0", actor: "lan")
        }
        #expect(error?.code == .notPossible)
        #expect(publisher.sent.isEmpty)
    }

    @Test func anIdIsUsedOnce() async throws {
        _ = try await plan(service())
        let error = await #expect(throws: RestructureError.self) { try await plan(service()) }
        #expect(error?.code == .invalid)
        #expect(error?.isRetryable == false)
        #expect(error?.description == "invalid: again: this replay id exists already; choose another")
    }

    /// Two operators at once: the journal takes a while to read, and the second finds the id taken only when it saves.
    @Test func anIdThatIsTakenMeanwhileIsRefusedTheSame() async throws {
        let later = service(over: LateControl(control))
        _ = try await plan(service())
        let error = await #expect(throws: RestructureError.self) { try await plan(later) }
        #expect(error?.code == .invalid)
        #expect(error?.what.contains("choose another") == true)
    }

    @Test func aTargetThatIsNotAttachedIsRefusedWithThoseThatAre() async throws {
        try await attach("audit")
        let error = await #expect(throws: RestructureError.self) { try await plan(service(), target: "nosuch") }
        #expect(error?.code == .invalid)
        #expect(error?.what == "no consumer `nosuch` is attached; a replay can go to declarations, audit")
        #expect(try await service().list().isEmpty)
    }

    @Test(arguments: [
        (ReplayFilter(systems: ["foo"]), "there are vnaccs, epayment, edoc, treasury, pipeline"),
        (ReplayFilter(types: ["nosuchtype"]), "there are vn.customs.vnaccs.declaration.prepared.v1, "),
        (ReplayFilter(types: ["vn.customs.epayment.payment.made.v9"]), "vn.customs.epayment.payment.made.v1"),
        (ReplayFilter(systems: ["edoc"], types: ["vn.customs.epayment.payment.made.v1"]), "an event of epayment, and only edoc"),
        (ReplayFilter(from: Samples.midnight, until: Samples.evening), "is not before until"),
        (ReplayFilter(from: Samples.midnight, until: Samples.midnight), "is not before until"),
    ])
    func aFilterThatNothingCanPassIsRefused(_ filter: ReplayFilter, _ text: String) async throws {
        let error = await #expect(throws: RestructureError.self) { try await plan(service(), filter) }
        #expect(error?.code == .invalid)
        #expect(error?.what.contains(text) == true, "\(error?.what ?? "")")
        #expect(try await service().list().isEmpty)
    }

    @Test(arguments: ["vnaccs", "epayment", "edoc", "treasury", "pipeline"])
    func everySystemCanBeAskedFor(_ system: String) async throws {
        #expect(try await plan(service(), ReplayFilter(systems: [system])).status == .planned)
    }

    @Test func whatCameAfterThePlanIsNotPartOfIt() async throws {
        let publisher = PublisherDouble()
        let service = service(publisher)
        let planned = try await plan(service)
        let later = try ReplayTests(self, adding: 5)
        let run = try await later.service(publisher).run("again", hash: planned.hash, actor: "lan")
        #expect(run.published == 30)
        #expect(run.offset == 19)
    }

    @Test func stoppedItGoesOnWhereItWas() async throws {
        let halting = PublisherDouble()
        let stopping = service()
        let store = InterveningControl(control, when: { halting.sent.count >= 5 }) {
            _ = try? await stopping.stop("again", actor: "minh", reason: "too fast")
        }
        let service = service(halting, over: store)
        let planned = try await plan(service, rate: 10)
        let stopped = try await service.run("again", hash: planned.hash, actor: "lan")
        #expect(stopped.status == .stopped)
        let sent = try ids(halting.sent)
        let publisher = PublisherDouble()
        let done = try await self.service(publisher).run("again", hash: planned.hash, actor: "minh")
        #expect(done.status == .done)
        #expect(done.published == 30)
        let rest = try ids(publisher.sent)
        #expect(Set(sent).isDisjoint(with: rest))
        #expect(Set(sent + rest).count == 30)
    }

    @Test func killedItGoesOnFromTheLastProgressAndMissesNothing() async throws {
        let first = PublisherDouble(script: Array(repeating: .confirmed, count: 7) + Array(repeating: .rejected, count: 10_000))
        let planned = try await plan(service(first), rate: 10)
        await #expect(throws: RestructureError.self) {
            try await service(first).run("again", hash: planned.hash, actor: "lan")
        }
        let second = PublisherDouble()
        #expect(try await service(second).run("again", hash: planned.hash, actor: "lan").status == .done)
        #expect(try Set(ids(Array(first.sent.prefix(7))) + ids(second.sent)).count == 30)
    }

    @Test func anEmptyJournalIsDoneAtOnce() async throws {
        let empty = try ReplayTests(self, keeping: 0)
        let service = empty.service()
        let planned = try await plan(service)
        #expect(planned.plan.end == nil)
        #expect(try await service.run("again", hash: planned.hash, actor: "lan").status == .done)
    }

    @Test func mappedCodesAreCountedAndStandBesideTheEvents() async throws {
        let catalogs = CatalogService(store: control, now: { Samples.evening })
        _ = try await catalogs.apply(
            [Samples.offices(Samples.open("03EE"), Samples.open("04EE"), Samples.closed("03EE", "04EE"))], actor: "lan",
            reason: "r")
        let publisher = PublisherDouble()
        let service = service(publisher, codes: try await catalogs.snapshot())
        let planned = try await plan(service, ReplayFilter(systems: ["epayment"]))
        #expect(planned.expected["mapped"] == 10)
        _ = try await service.run("again", hash: planned.hash, actor: "lan")
        let headers = publisher.sent.compactMap { $0.headers["lt-in-force"] }
        #expect(headers == Array(repeating: .string(#"[{"office":{"03EE":"04EE"}}]"#), count: 10))
    }
}

/// A control store that shows no replay to a reader who comes too early to see it.
private struct LateControl: ControlStore {
    private let store: any ControlStore

    init(_ store: any ControlStore) { self.store = store }

    func record(_ kind: String, _ key: String) async throws(StoreError) -> ControlRecord? {
        if kind == ReplayRun.recordKind { return nil }
        return try await store.record(kind, key)
    }

    func records(_ kind: String) async throws(StoreError) -> [ControlRecord] { try await store.records(kind) }

    func commit(_ change: ControlChange) async throws(StoreError) -> ControlLogEntry { try await store.commit(change) }

    func log(after sequence: Int64, limit: Int) async throws(StoreError) -> [ControlLogEntry] {
        try await store.log(after: sequence, limit: limit)
    }

    func verify() async throws(StoreError) -> Int64? { try await store.verify() }
}
