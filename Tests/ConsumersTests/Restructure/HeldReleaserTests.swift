import Bus
import Consumers
import JSON
import Store
import Synchronization
import TestSupport
import Testing

struct HeldReleaserTests {
    private let control = ObservedControl(MemoryControl())
    private let time = TickerDouble()
    private let service: ReceiverService
    private let queue: QueueDouble
    private let held: [Delivery]

    init() throws {
        service = Samples.receivers(control)
        held = try (1...10).map { try Samples.delivery([Samples.event($0)], queue: "lt.held.epayment", tag: $0) }
        queue = QueueDouble(held)
    }

    private func releaser(
        _ publisher: PublisherDouble, window: Int = 3, lookAgain: Duration = .seconds(20),
        codes: CatalogSnapshot = CatalogSnapshot()
    ) -> HeldReleaser {
        var settings = HeldReleaser.Settings()
        settings.window = window
        return HeldReleaser(
            receivers: service,
            ports: ReleaserPorts(
                source: { [queue] _ throws(BusError) in queue.consume() }, publisher: publisher,
                depth: { [queue] _ throws(BusError) in queue.depth }),
            waiting: Waiting(control: control, ticker: time.ticker, lookAgain: lookAgain), process: "control",
            settings: settings, codes: { codes })
    }

    private func startReleasing() async throws {
        _ = try await service.pause("epayment", mode: .hold, reason: "night", until: nil, actor: "lan")
        _ = try await service.resume("epayment", actor: "lan")
    }

    @Test func everythingHeldGoesOutInOrderUnchangedAndThenTheReceiverIsOpen() async throws {
        try await startReleasing()
        let publisher = PublisherDouble()
        let report = try await releaser(publisher).release("epayment")
        #expect(report?.messages == 10)
        #expect(publisher.sent.map(\.body) == held.map(\.body))
        #expect(publisher.sent.map(\.routingKey) == held.map(\.routingKey))
        #expect(publisher.sent.allSatisfy { $0.exchange == "lt.events" && $0.headers.isEmpty })
        #expect(queue.isEmpty)
        #expect(try await service.status("epayment").record.state == .open)
    }

    @Test func aReceiverThatIsNotReleasingIsLeftAlone() async throws {
        _ = try await service.pause("epayment", mode: .hold, reason: "night", until: nil, actor: "lan")
        let publisher = PublisherDouble()
        #expect(try await releaser(publisher).release("epayment") == nil)
        #expect(publisher.sent.isEmpty)
    }

    @Test func nothingGoesOutBeforeEveryGatewayHasPutItsLastHeldEventInTheQueue() async throws {
        try await ProcessRegistry(store: control, now: { Samples.evening }).register(
            "gateway-1", receivers: ["epayment"])
        try await startReleasing()
        let publisher = PublisherDouble()
        let error = await #expect(throws: RestructureError.self) { try await releaser(publisher).release("epayment") }
        #expect(error?.code == .deadlinePassed)
        #expect(error?.description.contains("gateway-1") == true)
        #expect(publisher.sent.isEmpty)
        #expect(try await service.status("epayment").record.state == .releasing)
    }

    @Test func aReceiptWakesTheReleaser() async throws {
        try await ProcessRegistry(store: control, now: { Samples.evening }).register(
            "gateway-1", receivers: ["epayment"])
        try await startReleasing()
        let releaser = releaser(PublisherDouble(), lookAgain: .seconds(60))
        let run = Task { try await releaser.release("epayment") }
        try await ReceiverBoard(store: control, receivers: [], now: { Samples.morning }).confirm(
            "epayment", generation: 2, process: "gateway-1")
        let report = try await withDeadline { try await run.value }
        #expect(report?.confirmed == ["gateway-1"])
    }

    @Test func killedAnywhereTheNextRunSendsTheRestInOrder() async throws {
        for survived in 0..<10 {
            let fresh = try HeldReleaserTests()
            try await fresh.startReleasing()
            // The broker stops answering after some messages: what was not confirmed stays unacknowledged.
            let lost = PublishOutcome.indeterminate(BusError(.connectionLost, "killed"))
            let first = PublisherDouble(
                script: Array(repeating: .confirmed, count: survived) + Array(repeating: lost, count: 10_000))
            await #expect(throws: RestructureError.self) { try await fresh.releaser(first).release("epayment") }
            #expect(try await fresh.service.status("epayment").record.state == .releasing)
            let second = PublisherDouble()
            _ = try await fresh.releaser(second).release("epayment")
            let confirmed = fresh.held.map(\.body).prefix(survived) + second.sent.map(\.body)
            #expect(Set(confirmed) == Set(fresh.held.map(\.body)), "after \(survived)")
            #expect(second.sent.map(\.body) == Array(fresh.held.map(\.body).suffix(second.sent.count)))
            #expect(fresh.queue.isEmpty)
        }
    }

    @Test func whatHasNoConfirmIsSentAgainBeforeAnythingAfterIt() async throws {
        try await startReleasing()
        let publisher = PublisherDouble(script: [.confirmed, .rejected, .rejected, .confirmed, .confirmed])
        let report = try await releaser(publisher).release("epayment")
        #expect(report?.repeated == 2)
        let bodies = held.map(\.body)
        #expect(publisher.sent.map(\.body) == Array(bodies[0..<3] + bodies[1..<3] + bodies[3...]))
    }

    @Test func aMissingBindingStopsTheReleaseAndKeepsTheMessages() async throws {
        try await startReleasing()
        let publisher = PublisherDouble(script: [.returned(code: 312, text: "NO_ROUTE")])
        let error = await #expect(throws: RestructureError.self) { try await releaser(publisher).release("epayment") }
        #expect(error?.description.contains("NO_ROUTE") == true)
        #expect(queue.depth == QueueDepth(ready: 10, consumers: 0))
    }

    @Test func aSecondReleaserDoesNotMixIn() async throws {
        try await startReleasing()
        let other = queue.consume()
        let publisher = PublisherDouble()
        let error = await #expect(throws: RestructureError.self) { try await releaser(publisher).release("epayment") }
        #expect(error?.code == .deadlinePassed)
        #expect(publisher.sent.isEmpty)
        await other.stop()
        #expect(try await releaser(publisher).release("epayment")?.messages == 10)
    }

    @Test func codesInForceStandBesideTheUnchangedEvents() async throws {
        let service = CatalogService(store: control, now: { Samples.evening })
        _ = try await service.apply(
            [Samples.offices(Samples.open("12F1"), Samples.open("27BI"), Samples.closed("12F1", "27BI"))], actor: "lan",
            reason: "night")
        try await startReleasing()
        let events = try [
            Samples.event(1, at: Samples.evening, data: ["office": "12F1"]),
            Samples.event(2, at: Samples.midnight, data: ["office": "12F1"]),
            Samples.event(3, at: Samples.midnight, data: ["officeName": "HQ12F1"]),
        ]
        queue.state.withLock { $0.ready = [Samples.delivery(events, queue: "lt.held.epayment", tag: 1)] }
        let publisher = PublisherDouble()
        _ = try await releaser(publisher, codes: service.snapshot()).release("epayment")
        #expect(publisher.sent.map(\.body) == [BatchCodec.encode(events)])
        #expect(
            publisher.sent.first?.headers["lt-in-force"]
                == .string(#"[null,{"office":{"12F1":"27BI"}},{"office":{"12F1":"27BI"}}]"#))
    }
}
