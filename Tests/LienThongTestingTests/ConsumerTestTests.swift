import Bus
import Consumers
import Events
import JSON
import LienThongTesting
import Logging
import Store
import Testing

/// Counts events by type; refuses and hesitates as the data says.
private struct Counter: Consumer {
    let name = "counter"
    let entities = [EventEntity("*", "*")]
    var retry = RetryPolicy()

    func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        if event.event.data["fail"] == "poison" { throw ConsumerFailure.poison("rule", "told to") }
        if event.event.data["fail"] == "transient" { throw ConsumerFailure.transient("later", "told to") }
        let state = state(in: transaction)
        let count = try state.value(event.event.type.rawValue)?.integer ?? 0
        try state.set(event.event.type.rawValue, to: .integer(count + 1))
        try state.set("last", to: .string(event.event.time.description))
    }
}

/// Writes down who was called, in what order; lets nothing of one key through.
private struct Mark: ConsumerMiddleware {
    let letter: String
    var stopsKey: String?

    func handle(
        _ event: DeliveredEvent, for consumer: String, in transaction: any LedgerTransaction,
        next: (DeliveredEvent) throws -> Void
    ) throws {
        let trail = String(decoding: try transaction.value("trail", of: consumer) ?? [], as: UTF8.self)
        try transaction.setValue(Array((trail + letter).utf8), "trail", of: consumer)
        if event.event.partitionKey != stopsKey { try next(event) }
    }
}

@Suite struct ConsumerTestTests {
    private func event(_ name: String, key: String = "a", fail: String? = nil) -> TestEvent {
        var data = JSONObject([.init(key: "name", value: .string(name))])
        if let fail { data["fail"] = .string(fail) }
        return TestEvent(type: EventType(system: "vnaccs", entity: "thing", event: "seen"), data: .object(data), key: key)
    }

    private let count = "vn.customs.vnaccs.thing.seen.v1"

    @Test func stateIsKeptOnceForEachEvent() async throws {
        let test = ConsumerTest(Counter())
        try await test.given(event("one"), event("two"), event("one"))
        try await test.givenAgain()
        #expect(try await test.state(count) == 2)
        #expect(try await test.keys() == ["last", count])
        #expect(try await test.keys(prefix: "vn.") == [count])
        #expect(try await test.state("unknown") == nil)
    }

    @Test func equalContentsAreOneEventUnlessTheyHaveIdsOfTheirOwn() async throws {
        let test = ConsumerTest(Counter())
        try await test.given(event("one"), event("one").id("second"), event("one", key: "b"))
        #expect(try await test.state(count) == 3)
    }

    @Test func theTimeIsTheTests() async throws {
        let test = ConsumerTest(Counter())
        try await test.given(event("one"))
        #expect(try await test.state("last") == "2025-03-17T08:00:00+07:00")
        test.clock.advance(by: .seconds(90) + .milliseconds(500))
        try await test.given(event("two"), event("bad", key: "b", fail: "poison"))
        #expect(try await test.state("last") == "2025-03-17T08:01:30.500+07:00")
        #expect(try await test.parked().map(\.parkedAt) == [test.clock.now])
        test.clock.set(to: TestClock.morning)
        try await test.given(event("three").at(Timestamp(milliseconds: 0)))
        #expect(try await test.state("last") == "1970-01-01T07:00:00+07:00")
    }

    @Test func whatFailsIsParkedAfterAsManyAttemptsAsThePolicySays() async throws {
        for (policy, attempts) in [(RetryPolicy.never, 1), (RetryPolicy(attempts: 3), 3)] {
            let test = ConsumerTest(Counter(retry: policy))
            try await test.given(event("bad", fail: "transient"), event("behind"), event("other", key: "b"))
            try await test.given(body: Array("nonsense".utf8))
            #expect(try await test.parked().map(\.cause) == ["later", "behind", "undecodable"])
            #expect(try await test.parked().first?.attempts == attempts)
            #expect(try await test.state(count) == 1)
        }
    }

    /// A wrapped consumer is the same consumer: its inbox, its state, its patience.
    @Test func middlewareRunsAroundEachEventInOrder() async throws {
        let wrapped = Counter(retry: .never).wrapped(by: Mark(letter: "x"), Mark(letter: "y", stopsKey: "closed"))
        let test = ConsumerTest(wrapped)
        try await test.given(event("one"), event("two", key: "closed"), event("bad", key: "b", fail: "poison"))
        #expect(try await test.state(count) == 1)
        let trail = try #require(try await test.ledger.value("trail", of: "counter"))
        #expect(String(decoding: trail, as: UTF8.self) == "xyxy", "what the parked event left behind was rolled back")
        #expect(try await test.parked().map(\.attempts) == [1])
        try await test.givenAgain()
        #expect(try await test.ledger.value("trail", of: "counter") == trail)
    }

    @Test func whatIsNotPermittedIsParkedAndNamed() async throws {
        let consumer = Counter().wrapped(by: PermissionMiddleware { $0.event.partitionKey != "closed" })
        let test = ConsumerTest(consumer)
        try await test.given(event("one"), event("two", key: "closed"))
        #expect(try await test.state(count) == 1)
        #expect(try await test.parked().map(\.cause) == ["not-permitted"])
    }

    @Test func theEventThatTakesLongIsNamed() async throws {
        let log = LogLines()
        var logger = Logger(label: "test") { _ in log }
        logger.logLevel = .warning
        let test = ConsumerTest(Counter().wrapped(by: TimingMiddleware(of: "counter", slow: .zero, logger: logger)))
        try await test.given(event("one").id("slow-one"))
        #expect(try await test.state(count) == 1)
        #expect(log.all.count == 1)
        #expect(log.all.first?.contains("slow-one") == true)
    }

    @Test func buildersMakeEventsThatTheirSchemasAllow() async throws {
        let test = ConsumerTest(DeclarationConsumer())
        try await test.given(
            .registered(tax: "100"), .assessed(total: "100"), .paid(total: "100"), .cleared())
        #expect(try await test.parked() == [])
        let statuses = try await test.published(DeclarationStatusChanged.self).map(\.status)
        #expect(statuses.last == .cleared)
        #expect(throws: TestEventError.self) { try TestEvent.registered("12345") }
        #expect(throws: TestEventError.self) { try TestEvent.paid(total: "1,5") }
    }
}
