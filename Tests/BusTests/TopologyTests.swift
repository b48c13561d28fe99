import Bus
import Testing
import TestSupport

@Suite struct TopologyTests {
    private let topology = Topology(
        exchanges: [ExchangeDeclaration(name: "events"), ExchangeDeclaration(name: "held", kind: .direct)],
        queues: [
            QueueDeclaration(name: "poison", kind: .quorum(QuorumOptions())),
            QueueDeclaration(
                name: "pool",
                kind: .quorum(
                    QuorumOptions(
                        singleActiveConsumer: true, deliveryLimit: 10, deadLetterExchange: "", deadLetterRoutingKey: "poison",
                        maximumLength: 1000, maximumBytes: 1_000_000))),
            QueueDeclaration(
                name: "journal",
                kind: .stream(StreamOptions(maximumBytes: 10_000_000, maximumSegmentBytes: 1_000_000, maximumAge: "30D"))),
        ],
        bindings: [
            BindingDeclaration(exchange: "events", queue: "pool", routingKey: "*.*.p00"),
            BindingDeclaration(exchange: "events", queue: "journal", routingKey: "#"),
        ])

    private func with(_ body: (TestBus, AMQPTopologyClient) async throws -> Void) async throws {
        let bus = try await TestBus.shared()
        let client = try AMQPTopologyClient(bus.configuration)
        try await body(bus, client)
        await client.close()
    }

    @Test func applyingTwiceDeclaresOnce() async throws {
        try await with { _, client in
            let first = try await client.apply(topology)
            #expect(first.prefix(5).allSatisfy { $0.outcome == .declared })
            #expect(first.suffix(2).allSatisfy { $0.outcome == .ensured })
            let second = try await client.apply(topology)
            #expect(second.map(\.entity) == first.map(\.entity))
            #expect(second.prefix(5).allSatisfy { $0.outcome == .alreadyThere })
            #expect(try await client.check(topology) == [])
        }
    }

    @Test func checkingNamesWhatIsMissingAndCreatesNothing() async throws {
        try await with { _, client in
            try await client.declare(topology.exchanges[0])
            let expected: [TopologyDifference] = [
                TopologyDifference(.exchange("held"), .missing),
                TopologyDifference(.queue("poison"), .missing),
                TopologyDifference(.queue("pool"), .missing),
                TopologyDifference(.queue("journal"), .missing),
                TopologyDifference(.binding(exchange: "events", queue: "pool", routingKey: "*.*.p00"), .missing),
                TopologyDifference(.binding(exchange: "events", queue: "journal", routingKey: "#"), .missing),
            ]
            #expect(try await client.check(topology) == expected)
            #expect(try await client.check(topology) == expected)
        }
    }

    @Test func aDifferenceIsNamedInTheBrokersWordsAndLeftAlone() async throws {
        try await with { _, client in
            try await client.declare(ExchangeDeclaration(name: "events", kind: .fanout))
            try await client.declare(QueueDeclaration(name: "pool", kind: .quorum(QuorumOptions(deliveryLimit: 3))))
            let differences = try await client.check(topology)
            let exchange = try #require(differences.first { $0.entity == .exchange("events") })
            let queue = try #require(differences.first { $0.entity == .queue("pool") })
            #expect(exchange.description.contains("'type'"))
            #expect(queue.description.contains("inequivalent arg 'x-"))
            let steps = try await client.apply(topology)
            #expect(steps.filter { !$0.isFine }.map(\.entity) == [.exchange("events"), .queue("pool")])
            #expect(try await client.check(topology).map(\.entity) == [.exchange("events"), .queue("pool")])
        }
    }

    @Test func aBindingWithoutItsExchangeIsImpossible() async throws {
        try await with { _, client in
            let step = try await client.apply(Topology(bindings: topology.bindings))
            #expect(step.allSatisfy { !$0.isFine })
            #expect(step.first?.description.contains("pool") == true)
        }
    }

    @Test func anAppliedBindingRoutes() async throws {
        try await with { bus, client in
            _ = try await client.apply(topology)
            let publisher = try AMQPPublisher(bus.configuration)
            let message = OutboundMessage(
                exchange: "events", routingKey: "vnaccs.declaration.p00", contentType: "text/plain", body: [1])
            let outcomes = await publisher.publish([message])
            await publisher.close()
            #expect(outcomes.confirmed == 1)
            #expect(try await client.state(ofQueue: "pool") == QueueState(messages: 1, consumers: 0))
            #expect(try await client.state(ofQueue: "nothing") == nil)
        }
    }

    @Test func deletingTwiceIsNoError() async throws {
        try await with { bus, client in
            try await bus.declare("q")
            try await bus.fill("q", 0..<1)
            try await client.delete(queue: "q")
            #expect(try await client.state(ofQueue: "q") == nil)
            try await client.delete(queue: "q")
        }
    }

    @Test func joiningKeepsEachPartOnceAndInOrder() {
        let other = Topology(
            exchanges: [ExchangeDeclaration(name: "held", kind: .direct), ExchangeDeclaration(name: "more")],
            queues: [], bindings: [topology.bindings[1]])
        let joined = topology.adding(other)
        #expect(joined.exchanges.map(\.name) == ["events", "held", "more"])
        #expect(joined.queues == topology.queues)
        #expect(joined.bindings == topology.bindings)
    }
}
