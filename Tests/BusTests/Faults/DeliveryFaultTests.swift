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

    /// Between a queue's node and ours a delivery can get lost; the broker then waits for an ack that nobody will send.
    @Test func aDeliveryThatNeverCameComesAfterASilence() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        try await bus.fill("q", 0..<1)
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy) { $0.silenceCheck = .seconds(1) })
        let lost = proxy.arm(AMQPProxyRule(.drop, .toClient, .basicDeliver, nth: 2))
        let first = try await source.take(1)
        try await bus.fill("q", 1..<2)
        try await eventually("the delivery is lost") { proxy.fired(lost) == 1 }
        source.acknowledge(first.map(\.tag))
        let second = try await source.take(1)
        #expect(second.map(\.text) == ["m1"])
        #expect(second.allSatisfy { $0.tag.generation > 1 })
        source.acknowledge(second.map(\.tag))
        try await eventually("both are acknowledged") { try await bus.isEmpty("q") }
        await source.stop()
    }

    /// While something is worked on, silence is no reason to have it delivered to somebody else.
    @Test func silenceTakesNothingFromWhoeverIsWorking() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        try await bus.fill("q", 0..<2)
        let source = try AMQPSource(
            queues: ["q"], bus.configuration(through: proxy) { $0.silenceCheck = .milliseconds(200) })
        let both = try await source.take(2)
        source.acknowledge(both.prefix(1).map(\.tag))
        let asked = proxy.count(.toBroker, .queueDeclare)
        try await eventually("it has asked several times") { proxy.count(.toBroker, .queueDeclare) >= asked + 3 }
        source.acknowledge(both.suffix(1).map(\.tag))
        try await eventually("both are acknowledged") { try await bus.isEmpty("q") }
        #expect(both.allSatisfy { $0.tag.generation == 1 })
        await source.stop()
        #expect(proxy.count(.toBroker, .basicAck) >= 1)
    }

    /// An ack of all up to a later delivery would settle it unseen.
    @Test func aDeliveryThatIsLeftOutIsNeverAcknowledged() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        let lost = proxy.arm(AMQPProxyRule(.drop, .toClient, .basicDeliver, nth: 2))
        try await bus.fill("q", 0..<4)
        let source = try AMQPSource(
            queues: ["q"], bus.configuration(through: proxy) { $0.silenceCheck = .seconds(600) })
        var seen: Set<String> = []
        while seen.count < 4 {
            let some = try await source.take(1)
            seen.formUnion(some.map(\.text))
            source.acknowledge(some.map(\.tag))
        }
        #expect(proxy.fired(lost) == 1)
        try await eventually("all are acknowledged") { try await bus.isEmpty("q") }
        await source.stop()
    }
}
