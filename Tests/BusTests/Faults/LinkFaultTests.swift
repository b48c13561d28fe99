import Bus
import Testing
import TestSupport

/// The link as a whole: sliced to bytes, half-open, blocked.
@Suite struct LinkFaultTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func slicedToBytesInBothDirections(_ seed: UInt64) async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port, slicing: 1...7, seed: seed)
        defer { proxy.stop() }
        try await bus.declare("q")
        var run = FaultRun(bus, "q", FaultLedger(keys: 4, perKey: 20))
        run.depth = 5
        let publisher = try AMQPPublisher(bus.configuration(through: proxy))
        #expect(try await run.publish(with: publisher) == 0)
        // A return comes before the ack of the same message, and neither is whole at any time.
        var mixed = bus.numbered(0..<6, to: "q")
        for index in [0, 3, 5] { mixed[index].routingKey = "nobody" }
        let outcomes = await publisher.publish(mixed)
        #expect(outcomes.map { $0.returnCode == 312 } == [true, false, false, true, false, true])
        #expect(outcomes.confirmed == 3)
        await publisher.close()
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy) { $0.prefetch = 100 })
        let all = try await source.take(83)
        for delivery in all.prefix(80) { run.ledger.arrive(String(delivery.text.prefix { $0 != " " })) }
        source.acknowledge(all.map(\.tag))
        try await eventually("all are acknowledged") { try await bus.isEmpty("q") }
        await source.stop()
        #expect(run.ledger.copies == 0)
        try run.verify("slices, seed \(seed)")
    }

    /// Nothing is closed and nothing gets through. The peer is given up after two heartbeats, long before the publish's
    /// own deadline, and the same bytes go out over a new connection.
    @Test func aHalfOpenLinkIsFoundByItsHeartbeats() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        let change: (inout BusConfiguration) -> Void = {
            $0.heartbeat = .seconds(2)
            $0.publishDeadline = .seconds(600)
            $0.silenceCheck = .seconds(600)
        }
        let publisher = try AMQPPublisher(bus.configuration(through: proxy, change))
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy, change))
        #expect(await publisher.publish(bus.numbered(0..<1, to: "q")).confirmed == 1)
        let first = try await source.take(1)
        source.acknowledge(first.map(\.tag))
        try await eventually("the ack has arrived") { try await bus.isEmpty("q") }
        proxy.stall()
        let unknown = await publisher.publish(bus.numbered(1..<2, to: "q"))
        #expect(unknown.compactMap(\.errorCode) == [.timedOut])
        #expect(await publisher.publish(bus.numbered(1..<2, to: "q")).confirmed == 1)
        let second = try await source.take(1)
        #expect(second.map(\.text) == ["m1"])
        #expect(second[0].tag.generation == 2)
        await publisher.close()
        await source.stop()
    }

    /// A node that is cut off from its cluster takes messages and confirms none, and the link to it looks well.
    @Test func anEndpointThatLeavesPublishesUnansweredIsLeftForTheNext() async throws {
        let bus = try await TestBus.shared()
        let silent = try AMQPProxy(to: bus.broker.port)
        let other = try AMQPProxy(to: bus.broker.port)
        defer {
            silent.stop()
            other.stop()
        }
        try await bus.declare("q")
        silent.arm(AMQPProxyRule(.drop, .toClient, .basicAck, repeats: true))
        let publisher = try AMQPPublisher(
            bus.configuration {
                $0.endpoints = [silent, other].map { Endpoint(host: "127.0.0.1", port: $0.port) }
                $0.publishDeadline = .seconds(1)
            })
        #expect(await publisher.publish(bus.numbered(0..<1, to: "q")).compactMap(\.errorCode) == [.timedOut])
        #expect(await publisher.publish(bus.numbered(0..<1, to: "q")).confirmed == 1)
        #expect([silent.accepted, other.accepted] == [1, 1])
        await publisher.close()
    }

    /// From `connection.blocked` on not one publish leaves, callers see why, and `unblocked` lets all of it go.
    @Test func blockedMeansSilenceAtOnce() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        let publisher = try AMQPPublisher(bus.configuration(through: proxy))
        #expect(await publisher.publish(bus.numbered(0..<10, to: "q")).confirmed == 10)
        let before = proxy.count(.toBroker, .basicPublish)
        var reason: [UInt8] = [9]
        reason += Array("low on it".utf8)
        proxy.inject(AMQPFrame(.connectionBlocked, channel: 0, reason), .toClient)
        try await eventually("the publisher knows") { publisher.state.blockedReason == "low on it" }
        let waiting = Task { await publisher.publish(bus.numbered(10..<400, to: "q")) }
        try await eventually("the call waits") { publisher.state.waiting == 390 }
        // Heartbeats still pass while publishes do not: the link lives.
        #expect(publisher.state.inFlight == 0)
        #expect(proxy.count(.toBroker, .basicPublish) == before)
        proxy.inject(AMQPFrame(.connectionUnblocked, channel: 0), .toClient)
        #expect(await waiting.value.confirmed == 390)
        #expect(!publisher.state.isBlocked)
        #expect(proxy.accepted == 1)
        await publisher.close()
        try await bus.expectReady("q", 400)
    }

    /// Blocked in mid-stream: what was under way is answered, the rest waits.
    @Test func blockedInTheMiddleOfACall() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        let publisher = try AMQPPublisher(bus.configuration(through: proxy) { $0.publishWindow = 8 })
        try await publisher.connect()
        let call = Task { await publisher.publish(bus.numbered(0..<5000, to: "q")) }
        try await eventually("some are sent") { proxy.count(.toBroker, .basicPublish) > 100 }
        proxy.inject(AMQPFrame(.connectionBlocked, channel: 0, [0]), .toClient)
        try await eventually("it stands still") { publisher.state.isBlocked && publisher.state.inFlight == 0 }
        let sent = proxy.count(.toBroker, .basicPublish)
        #expect(publisher.state.waiting == 5000 - sent)
        proxy.inject(AMQPFrame(.connectionUnblocked, channel: 0), .toClient)
        #expect(await call.value.confirmed == 5000)
        await publisher.close()
        try await bus.expectReady("q", 5000)
    }
}
