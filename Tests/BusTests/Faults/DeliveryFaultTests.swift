import Bus
import Testing
import TestSupport

/// What happens to deliveries and acks on their way.
@Suite struct DeliveryFaultTests {
    private func filled(_ count: Int = 40) async throws -> (TestBus, FaultRun) {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        var run = FaultRun(bus, "q", FaultLedger(keys: 4, perKey: count / 4))
        run.depth = count / 4
        let publisher = try AMQPPublisher(bus.configuration)
        #expect(try await run.publish(with: publisher) == 0)
        await publisher.close()
        return (bus, run)
    }

    @Test(arguments: [AMQPFrame.Kind.method(.basicDeliver), .header, .body])
    func aConnectionCutInADelivery(_ kind: AMQPFrame.Kind) async throws {
        let (bus, run) = try await filled()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let acts: [AMQPProxyRule.Act] = [.cutBefore, .cutInside(1), .cutInside(7), .cutInside(15), .cutAfter]
        let rules = acts.enumerated().map { proxy.arm(AMQPProxyRule($1, .toClient, kind, nth: 3 * $0 + 1)) }
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy) { $0.prefetch = 5 })
        try await run.consume(with: source)
        #expect(rules.allSatisfy { proxy.fired($0) == 1 })
        try run.verify("cuts at \(kind) of a delivery")
    }

    @Test(arguments: [AMQPProxyRule.Act.cutBefore, .cutInside(1), .cutInside(9), .cutInside(20), .cutAfter])
    func aConnectionCutAtAnAck(_ act: AMQPProxyRule.Act) async throws {
        let (bus, run) = try await filled()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let rules = [1, 4].map { proxy.arm(AMQPProxyRule(act, .toBroker, .basicAck, nth: $0)) }
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy) { $0.prefetch = 5 })
        try await run.consume(with: source)
        #expect(rules.map(proxy.fired) == [1, 1])
        try run.verify("\(act) of an ack")
    }

    /// The broker keeps what it waits for; with the connection's end it gives it out again, and ids tell the copies.
    @Test func aLostAckBringsTheMessageAgain() async throws {
        let (bus, run) = try await filled()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let lost = proxy.arm(AMQPProxyRule(.drop, .toBroker, .basicAck, repeats: true))
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy) { $0.prefetch = 10 })
        let ledger = run.ledger
        let consuming = Task { try await run.consume(with: source) }
        try await eventually("ten have arrived and their acks are lost") {
            ledger.arrivedCount >= 10 && proxy.fired(lost) > 0
        }
        proxy.disarm(lost)
        proxy.cut()
        try await consuming.value
        #expect(ledger.copies >= 1)
        try run.verify("lost acks")
    }

    /// The same frames twice, with the same delivery tag: handed on once, acknowledged once, and the acks stay in step.
    @Test func aDeliveryThatComesTwice() async throws {
        let (bus, run) = try await filled(200)
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let rules = [1, 17, 60].map { proxy.arm(AMQPProxyRule(.duplicate, .toClient, .basicDeliver, nth: $0)) }
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy) { $0.prefetch = 20 })
        try await run.consume(with: source)
        #expect(rules.map(proxy.fired) == [1, 1, 1])
        #expect(run.ledger.copies == 0)
        #expect(proxy.accepted == 1)
        #expect(proxy.count(.toClient, .channelClose) == 0)
        try run.verify("deliveries that come twice")
    }

    @Test func deliveriesAndAcksThatComeLate() async throws {
        let (bus, run) = try await filled()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        for direction in [AMQPProxyRule.Direction.toBroker, .toClient] {
            for nth in [2, 9, 20] { proxy.arm(AMQPProxyRule(.delay(.milliseconds(100)), direction, nth: nth) { _ in true }) }
        }
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy) { $0.prefetch = 5 })
        try await run.consume(with: source)
        #expect(run.ledger.copies == 0)
        try run.verify("late deliveries")
    }

    /// A connection that ends between a delivery and its ack: the ack belongs to no connection any more and is not sent.
    @Test func acksOfALostConnectionAreNotSent() async throws {
        let (bus, _) = try await filled(8)
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy))
        let first = try await source.take(8)
        proxy.cut()
        let second = try await source.take(8)
        #expect(second.map(\.body) == first.map(\.body))
        source.acknowledge(first.map(\.tag))
        await source.stop()
        #expect(proxy.count(.toBroker, .basicAck) == 0)
        try await bus.expectReady("q", 8)
    }
}
