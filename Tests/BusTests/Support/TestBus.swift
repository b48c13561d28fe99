import Bus
import TestSupport

/// A virtual host of a private broker for one test, with what most tests need on it.
struct TestBus {
    let broker: PrivateBroker
    let virtualHost: String

    static func shared() async throws -> TestBus {
        let broker = try await PrivateBroker.shared()
        return TestBus(broker: broker, virtualHost: try await broker.makeVirtualHost())
    }

    /// A node of its own, for tests that break it.
    /// - Parameter base: the folder to keep its data in; nil, the default, for a temporary one.
    static func withOwnBroker(in base: String? = nil, _ body: (TestBus) async throws -> Void) async throws {
        let broker = try await PrivateBroker.start(in: base)
        do {
            try await body(TestBus(broker: broker, virtualHost: broker.virtualHost))
        } catch {
            try await broker.discard()
            throw error
        }
        try await broker.discard()
    }

    var configuration: BusConfiguration {
        BusConfiguration(
            endpoints: [Endpoint(host: broker.host, port: broker.port)], virtualHost: virtualHost, user: broker.user,
            password: Secret(broker.password), connectionName: "test",
            reconnect: Backoff(shortest: .milliseconds(20), longest: .milliseconds(200)))
    }

    func configuration(_ change: (inout BusConfiguration) -> Void) -> BusConfiguration {
        var configuration = configuration
        change(&configuration)
        return configuration
    }

    /// An exchange `events` with quorum queues bound by their own names.
    func declare(_ queues: String..., options: QuorumOptions = QuorumOptions()) async throws {
        try await apply(
            Topology(
                exchanges: [ExchangeDeclaration(name: "events")],
                queues: queues.map { QueueDeclaration(name: $0, kind: .quorum(options)) },
                bindings: queues.map { BindingDeclaration(exchange: "events", queue: $0, routingKey: $0) }))
    }

    func declareStream(_ name: String, options: StreamOptions = StreamOptions()) async throws {
        try await apply(
            Topology(
                exchanges: [ExchangeDeclaration(name: "events")],
                queues: [QueueDeclaration(name: name, kind: .stream(options))],
                bindings: [BindingDeclaration(exchange: "events", queue: name, routingKey: name)]))
    }

    private func apply(_ topology: Topology) async throws {
        let client = try AMQPTopologyClient(configuration)
        let steps = try await client.apply(topology)
        await client.close()
        guard steps.allSatisfy(\.isFine) else { throw NeverHappened(description: "\(steps)") }
    }

    func messages(_ texts: some Sequence<String>, to queue: String) -> [OutboundMessage] {
        texts.map {
            OutboundMessage(
                exchange: "events", routingKey: queue, contentType: "text/plain", messageID: $0, body: Array($0.utf8))
        }
    }

    func numbered(_ range: Range<Int>, to queue: String) -> [OutboundMessage] {
        messages(range.map { "m\($0)" }, to: queue)
    }

    /// Publishes over a publisher of its own; every message must be confirmed.
    func fill(_ queue: String, _ range: Range<Int>) async throws {
        let publisher = try AMQPPublisher(configuration)
        let outcomes = await publisher.publish(numbered(range, to: queue))
        await publisher.close()
        guard outcomes.allSatisfy(\.isConfirmed) else { throw NeverHappened(description: "\(outcomes)") }
    }
}

extension [PublishOutcome] {
    var confirmed: Int { count { $0.isConfirmed } }
}

extension Delivery {
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension MessageSource {
    /// Takes deliveries until there are this many.
    func take(_ count: Int) async throws -> [Delivery] {
        try await withDeadline(.seconds(60), "\(count) deliveries") {
            var all: [Delivery] = []
            while all.count < count, let batch = try await next(maximum: count - all.count) { all += batch }
            return all
        }
    }
}

extension TestBus {
    func source(_ queues: String..., change: (inout BusConfiguration) -> Void = { _ in }) throws -> AMQPSource {
        try AMQPSource(queues: queues, configuration(change))
    }

    /// Messages that are ready in a queue, as the broker counts them.
    func ready(_ queue: String) async throws -> Int? { try await state(queue)?.messages }

    /// Waits until the queue has this many: a queue applies acks and requeues a moment after the channel took them.
    func expectReady(_ queue: String, _ count: Int) async throws {
        try await eventually("\(queue) has \(count) messages", within: .seconds(20)) { try await ready(queue) == count }
    }

    /// All consumers of the virtual host, also those that stand by and those of streams, which a passive declaration does
    /// not count.
    func consumers() async throws -> Int {
        let answer = try await broker.eval(
            "lists:sum([N || P <- rabbit_channel:list(), [{vhost, <<\"\(virtualHost)\">>}, {consumer_count, N}] <- "
                + "[catch rabbit_channel:info(P, [vhost, consumer_count])]]).")
        return Int(answer.filter(\.isNumber)) ?? -1
    }

    /// Removes the queue's consumer from the queue alone, so that neither the channel nor the client hears of it.
    func forgetConsumer(_ queue: String) async throws {
        try await broker.eval(
            "[{Ch, T}] = [{Ch, T} || {{{resource, <<\"\(virtualHost)\">>, queue, <<\"\(queue)\">>}, Ch, T}, _, _, _, _, _, _} "
                + "<- ets:tab2list(consumer_created)], {ok, _, _} = ra:process_command({list_to_atom(\"\(virtualHost)_\(queue)\"), node()}, "
                + "rabbit_fifo:make_checkout({T, Ch}, cancel, #{})).")
    }

    /// Deliveries the broker waits to be acknowledged for.
    func unacknowledged(_ queue: String) async throws -> Int {
        let answer = try await broker.eval(
            "{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"\(virtualHost)\">>, queue, <<\"\(queue)\">>)), "
                + "[{messages_unacknowledged, N}] = rabbit_amqqueue:info(Q, [messages_unacknowledged]), N.")
        return Int(answer.filter(\.isNumber)) ?? -1
    }

    private func state(_ queue: String) async throws -> QueueState? {
        let client = try AMQPTopologyClient(configuration)
        let state = try await client.state(ofQueue: queue)
        await client.close()
        return state
    }
}
