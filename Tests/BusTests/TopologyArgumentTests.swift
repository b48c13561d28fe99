import Bus
import Testing
import TestSupport

/// `check` over AMQP sees every argument that we declare, whichever way it differs.
@Suite struct TopologyArgumentTests {
    private static let full = QuorumOptions(
        singleActiveConsumer: true, deliveryLimit: 10, deadLetterExchange: "", deadLetterRoutingKey: "poison",
        maximumLength: 1000, maximumBytes: 1_000_000)

    private static func changed(_ change: (inout QuorumOptions) -> Void) -> QuorumOptions {
        var options = full
        change(&options)
        return options
    }

    private static let others: [(String, QuorumOptions)] = [
        ("x-single-active-consumer", changed { $0.singleActiveConsumer = false }),
        ("x-delivery-limit", changed { $0.deliveryLimit = 11 }),
        ("x-dead-letter-exchange", changed { $0.deadLetterExchange = "amq.topic" }),
        ("x-dead-letter-routing-key", changed { $0.deadLetterRoutingKey = "elsewhere" }),
        ("x-max-length", changed { $0.maximumLength = nil }),
        ("x-max-length-bytes", changed { $0.maximumBytes = 2_000_000 }),
    ]

    @Test func everyArgumentIsCompared() async throws {
        let bus = try await TestBus.shared()
        let client = try AMQPTopologyClient(bus.configuration)
        for (name, options) in Self.others {
            try await client.declare(QueueDeclaration(name: name, kind: .quorum(options)))
            let wanted = Topology(queues: [QueueDeclaration(name: name, kind: .quorum(Self.full))])
            let differences = try await client.check(wanted)
            #expect(differences.map(\.entity) == [.queue(name)])
            #expect(differences.first?.description.contains("'\(name)'") == true, "\(differences)")
        }
        await client.close()
    }

    /// Of arguments that only somebody else could have declared: another type, another overflow, a TTL.
    @Test(arguments: [
        ("x-queue-type", "<<\"classic\">>"), ("x-overflow", "<<\"drop-head\">>"), ("x-message-ttl", "1000"),
        ("x-expires", "100000"), ("x-dead-letter-strategy", "<<\"at-most-once\">>"),
    ])
    func argumentsOfOthersAreSeen(_ name: String, _ value: String) async throws {
        let bus = try await TestBus.shared()
        let wanted = QueueDeclaration(name: "q", kind: .quorum(Self.full))
        var arguments = [
            "x-queue-type": "<<\"quorum\">>", "x-delivery-limit": "10", "x-overflow": "<<\"reject-publish\">>",
            "x-single-active-consumer": "true", "x-dead-letter-exchange": "<<>>",
            "x-dead-letter-routing-key": "<<\"poison\">>", "x-dead-letter-strategy": "<<\"at-least-once\">>",
            "x-max-length": "1000", "x-max-length-bytes": "1000000",
        ]
        #expect(Set(arguments.keys) == Set(wanted.arguments.keys))
        if value.contains("classic") { arguments = ["x-max-length": "1000"] }
        arguments[name] = value
        let table = arguments.map { key, value in
            let type = value.hasPrefix("<<") ? "longstr" : value == "true" ? "bool" : "long"
            return "{<<\"\(key)\">>, \(type), \(value)}"
        }
        try await bus.broker.eval(
            "{new, _} = rabbit_amqqueue:declare(rabbit_misc:r(<<\"\(bus.virtualHost)\">>, queue, <<\"q\">>), true, false, "
                + "[\(table.joined(separator: ", "))], none, <<\"test\">>), ok.")
        let client = try AMQPTopologyClient(bus.configuration)
        let differences = try await client.check(Topology(queues: [wanted]))
        await client.close()
        #expect(differences.map(\.entity) == [.queue("q")], "\(name)")
    }
}

/// What a consumer asks of its channel: prefetch per consumer, since a limit for the whole channel goes away in 4.x.
@Suite struct PrefetchTests {
    @Test func prefetchIsPerConsumer() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try await bus.fill("q", 0..<1)
        let source = try bus.source("q") { $0.prefetch = 7 }
        _ = try await source.take(1)
        let answer = try await bus.broker.eval(
            "[{P, G} || C <- rabbit_channel:list(), "
                + "[{vhost, <<\"\(bus.virtualHost)\">>}, {consumer_count, 1}, {prefetch_count, P}, {global_prefetch_count, G}] "
                + "<- [catch rabbit_channel:info(C, [vhost, consumer_count, prefetch_count, global_prefetch_count])]].")
        #expect(answer.contains("[{7, 0}]"), "\(answer)")
        await source.stop()
    }
}
