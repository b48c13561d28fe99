import Bus
import Testing
import TestSupport

/// A node that routes before it knows its streams, as RabbitMQ does for up to a second after each start, and a publisher that
/// requires the stream.
@Suite struct RequiredQueueTests {
    private static let mnesia = ConditionTrait.enabled("only RabbitMQ with Mnesia does this") {
        try await PrivateBroker.shared().hasMnesia()
    }

    /// The broker's part, which makes the others worth while: confirmed, in the queue, and not in the stream.
    @Test(mnesia) func aNodeConfirmsWhatAStreamItDoesNotKnowYetNeverGets() async throws {
        let bus = try await makeBus()
        try await forget(bus)
        try await bus.fill("q", 0..<10)
        try await remember(bus)
        try await bus.fill("q", 10..<20)
        try await bus.expectReady("q", 20)
        #expect(try await stream(bus, 10) == (10..<20).map { "m\($0)" })
    }

    @Test(mnesia) func nothingIsPublishedBeforeTheNodeKnowsTheStream() async throws {
        let bus = try await makeBus()
        let publisher = try AMQPPublisher(bus.configuration, requiring: ["s"])
        #expect(await publisher.publish(bus.numbered(0..<10, to: "q")).confirmed == 10)
        try await forget(bus)
        // As a restart does; the link is made while the stream is not known.
        try await bus.broker.closeConnections(of: bus.virtualHost)
        try await eventually("the link is lost") { !publisher.state.isConnected }
        let error = await #expect(throws: BusError.self) { try await publisher.connect() }
        #expect(error?.code == .notFound)
        #expect(error?.replyCode == 404)
        #expect(error?.isRetryable == true)
        let publishing = Task { await publisher.publish(bus.numbered(10..<20, to: "q")) }
        try await eventually("the call waits") { publisher.state.waiting == 10 }
        try await bus.expectReady("q", 10)
        try await remember(bus)
        #expect(await publishing.value.confirmed == 10)
        await publisher.close()
        try await bus.expectReady("q", 20)
        #expect(try await stream(bus, 20) == (0..<20).map { "m\($0)" })
    }

    @Test func aNodeThatDoesNotKnowItIsLeftForOneThatDoes() async throws {
        let bus = try await makeBus()
        let (lacking, having) = (try AMQPProxy(to: bus.broker.port), try AMQPProxy(to: bus.broker.port))
        defer {
            lacking.stop()
            having.stop()
        }
        let asked = lacking.arm(AMQPProxyRule(.drop, .toBroker, .confirmSelect))
        let publisher = try AMQPPublisher(
            bus.configuration {
                $0.endpoints = [lacking, having].map { Endpoint(host: "127.0.0.1", port: $0.port) }
            }, requiring: ["s"])
        let publishing = Task { await publisher.publish(bus.numbered(0..<5, to: "q")) }
        try await eventually("the client asks") { lacking.fired(asked) == 1 }
        lacking.inject(Self.close(404, "NOT_FOUND"), .toClient)
        #expect(await publishing.value.confirmed == 5)
        #expect([lacking.accepted, having.accepted] == [1, 1])
        await publisher.close()
    }

    /// A stream that does not come back must not keep everything else waiting.
    @Test(mnesia) func oneThatStaysAwayHoldsUpForAWhileOnly() async throws {
        let bus = try await makeBus()
        try await forget(bus)
        let publisher = try AMQPPublisher(bus.configuration, requiring: ["s"], for: .milliseconds(300))
        let error = await #expect(throws: BusError.self) { try await publisher.connect() }
        #expect(error?.code == .notFound)
        #expect(await publisher.publish(bus.numbered(0..<5, to: "q")).confirmed == 5)
        await publisher.close()
        try await bus.expectReady("q", 5)
    }

    /// From 4.2.7 on a user without any right on the queue may not ask; he publishes all the same.
    @Test func whoMayNotAskPublishesAllTheSame() async throws {
        let bus = try await makeBus()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let asked = proxy.arm(AMQPProxyRule(.drop, .toBroker, .confirmSelect))
        let publisher = try AMQPPublisher(bus.configuration(through: proxy), requiring: ["s"])
        let publishing = Task { await publisher.publish(bus.numbered(0..<5, to: "q")) }
        try await eventually("the client asks") { proxy.fired(asked) == 1 }
        // The broker knows nothing of a closed channel, so what the client says about it does not reach it.
        _ = proxy.arm(AMQPProxyRule(.drop, .toBroker, .channelCloseOK))
        let opened = proxy.arm(AMQPProxyRule(.drop, .toBroker, .channelOpen))
        proxy.inject(Self.close(403, "ACCESS_REFUSED"), .toClient)
        try await eventually("the client opens another channel") { proxy.fired(opened) == 1 }
        proxy.inject(AMQPFrame(.channelOpenOK, channel: 1, [0, 0, 0, 0]), .toClient)
        #expect(await publishing.value.confirmed == 5)
        #expect(proxy.accepted == 1)
        await publisher.close()
    }

    /// A virtual host with the queue `q` and the stream `s`, both of which get what is published for `q`.
    private func makeBus() async throws -> TestBus {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try await bus.declareStream("s")
        let client = try AMQPTopologyClient(bus.configuration)
        try await client.declare(BindingDeclaration(exchange: "events", queue: "s", routingKey: "q"))
        await client.close()
        return bus
    }

    /// Makes the node as it is right after its start: the stream is on record and bound, and the routing does not find it.
    private func forget(_ bus: TestBus) async throws {
        try await bus.broker.eval("ok = mnesia:dirty_delete(rabbit_queue, \(name(bus))).")
    }

    /// What the node does itself as soon as the stream's leader is there.
    private func remember(_ bus: TestBus) async throws {
        try await bus.broker.eval(
            "[Q] = mnesia:dirty_read(rabbit_durable_queue, \(name(bus))), "
                + "rabbit_amqqueue:ensure_rabbit_queue_record_is_initialized(Q).")
    }

    private func name(_ bus: TestBus) -> String { "rabbit_misc:r(<<\"\(bus.virtualHost)\">>, queue, <<\"s\">>)" }

    private func stream(_ bus: TestBus, _ count: Int) async throws -> [String] {
        let source = try AMQPSource(stream: "s", from: .first, bus.configuration)
        let all = try await source.take(count)
        await source.stop()
        return all.map(\.text)
    }

    /// `channel.close` as the broker sends it.
    private static func close(_ code: UInt16, _ text: String) -> AMQPFrame {
        var arguments = [UInt8(code >> 8), UInt8(truncatingIfNeeded: code), UInt8(text.utf8.count)]
        arguments += Array(text.utf8) + [0, 50, 0, 10]
        return AMQPFrame(.channelClose, channel: 1, arguments)
    }
}
