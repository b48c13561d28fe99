import Bus
import Events
import Logging
import TestSupport

/// The virtual host that all fault runs of this process use, one after the other.
struct FaultBroker: Sendable {
    /// Few, so that a run has all of them at work.
    static let partitioning = Partitioning(count: 4) ?? .standard
    /// Collects what the workers publish.
    private static let outcomes = "lt.consumer.faults"
    private static let single = Task { try await make() }

    let node: PrivateBroker
    let virtualHost: String
    /// The workers' words are enough.
    private let logger = Logger(label: "fault runner") { _ in SwiftLogNoOpLogHandler() }

    var queues: [String] { BrokerNames.declarations(in: Self.partitioning) }

    static func shared() async throws -> FaultBroker { try await single.value }

    private init(node: PrivateBroker, virtualHost: String) {
        self.node = node
        self.virtualHost = virtualHost
    }

    private static func make() async throws -> FaultBroker {
        let node = try await PrivateBroker.shared()
        let broker = FaultBroker(node: node, virtualHost: try await node.makeVirtualHost("faults"))
        try await broker.declare()
        return broker
    }

    private var bus: BusConfiguration {
        BusConfiguration(
            endpoints: [Endpoint(host: node.host, port: node.port)], virtualHost: virtualHost, user: node.user,
            password: Secret(node.password), connectionName: "fault runner")
    }

    /// The pool's part of the pipeline's own topology, without the journal, which would keep the events of all runs.
    private var topology: Topology {
        let whole = LienThongTopology.topology(partitions: Self.partitioning)
        let queues = Set(self.queues + [BrokerNames.poison])
        return Topology(
            exchanges: whole.exchanges.filter { $0.name == BrokerNames.events },
            queues: whole.queues.filter { queues.contains($0.name) }
                + [QueueDeclaration(name: Self.outcomes, kind: .quorum(QuorumOptions()))],
            bindings: whole.bindings.filter { queues.contains($0.queue) }
                + [BindingDeclaration(exchange: BrokerNames.events, queue: Self.outcomes, routingKey: "pipeline.#")])
    }

    private func declare() async throws {
        let client = try AMQPTopologyClient(bus, logger: logger)
        let steps = try await client.apply(topology)
        await client.close()
        guard steps.allSatisfy(\.isFine) else { throw NeverHappened(description: "\(steps)") }
    }

    /// Takes away whatever a failed run has left.
    func clear() async throws {
        let client = try AMQPTopologyClient(bus, logger: logger)
        for queue in topology.queues { try await client.delete(queue: queue.name) }
        await client.close()
        try await declare()
    }

    /// Publishes all, in order; every message must be confirmed.
    func publish(_ messages: [OutboundMessage]) async throws {
        let publisher = try AMQPPublisher(bus, logger: logger)
        let outcomes = await publisher.publish(messages)
        await publisher.close()
        guard outcomes.allSatisfy(\.isConfirmed) else { throw NeverHappened(description: "the traffic is not confirmed") }
    }

    /// Messages that the pool's queues and `lt.poison` have, ready or delivered and not acknowledged.
    func left() async throws -> Int { try await count(queues + [BrokerNames.poison]) }

    /// What the workers have published, in the order of arrival, and takes it away. When their connections are gone.
    func collect() async throws -> [Delivery] {
        try await eventually("the workers' connections are gone") { try await connections() == 0 }
        let count = try await count([Self.outcomes])
        guard count > 0 else { return [] }
        let source = try AMQPSource(queues: [Self.outcomes], bus, logger: logger)
        let deliveries = try await withDeadline(.seconds(60), "\(count) messages of outcomes") {
            var all: [Delivery] = []
            while all.count < count, let some = try await source.next(maximum: count - all.count) {
                all += some
                source.acknowledge(some.map(\.tag))
            }
            return all
        }
        try await eventually("the outcomes are taken away") { try await self.count([Self.outcomes]) == 0 }
        await source.stop()
        return deliveries
    }

    /// Of the queues' own state: statistics come some seconds later.
    private func count(_ names: [String]) async throws -> Int {
        let list = names.map { "<<\"\($0)\">>" }.joined(separator: ", ")
        return try await number(
            "lists:sum([begin {ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"\(virtualHost)\">>, queue, N)), "
                + "{ok, {_, C}, _} = ra:local_query(amqqueue:get_pid(Q), fun rabbit_fifo:query_messages_total/1), C end "
                + "|| N <- [\(list)]]).")
    }

    private func connections() async throws -> Int {
        try await number(
            "length([P || P <- rabbit_networking:connections(), "
                + "[{vhost, <<\"\(virtualHost)\">>}] =:= (catch rabbit_networking:connection_info(P, [vhost]))]).")
    }

    private func number(_ expression: String) async throws -> Int {
        let answer = try await node.eval(expression)
        guard let number = Int(answer.filter(\.isNumber)) else { throw NeverHappened(description: answer) }
        return number
    }
}
