import Bus
import Testing
import TestSupport

/// What happens to confirms on their way.
@Suite struct ConfirmFaultTests {
    @Test(arguments: [AMQPProxyRule.Act.cutBefore, .cutInside(1), .cutInside(8), .cutInside(20), .cutAfter])
    func aConnectionCutAtAConfirm(_ act: AMQPProxyRule.Act) async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        var run = FaultRun(bus, "q", FaultLedger(keys: 3, perKey: 8))
        run.depth = 4
        let rule = proxy.arm(AMQPProxyRule(act, .toClient, .basicAck, nth: 2))
        let publisher = try AMQPPublisher(bus.configuration(through: proxy))
        try await run.publish(with: publisher)
        await publisher.close()
        try await run.consume(with: bus.source("q"))
        #expect(proxy.fired(rule) == 1)
        try run.verify("\(act) of a confirm")
    }

    /// Nothing but the deadline tells: the message is unknown, the channel is given up, and the same bytes go again.
    @Test func aLostConfirmEndsAtTheDeadline() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        let publisher = try AMQPPublisher(bus.configuration(through: proxy) { $0.publishDeadline = .milliseconds(700) })
        try await publisher.connect()
        let rule = proxy.arm(AMQPProxyRule(.drop, .toClient, .basicAck))
        let message = bus.numbered(0..<1, to: "q")
        let first = await publisher.publish(message)
        #expect(first.map(\.errorCode) == [.timedOut])
        #expect(proxy.fired(rule) == 1)
        #expect(await publisher.publish(message).confirmed == 1)
        #expect(proxy.accepted == 2)
        await publisher.close()
        let source = try bus.source("q")
        let copies = try await source.take(2)
        #expect(copies[0].body == copies[1].body)
        #expect(copies.map(\.messageID) == ["m0", "m0"])
        // The second copy bears no mark: only its id tells.
        #expect(copies.allSatisfy { !$0.redelivered })
        await source.stop()
    }

    /// The one caller whose confirm is lost must not take down what others were already told.
    @Test func lostConfirmsAmongManyCallers() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        let run = FaultRun(bus, "q", FaultLedger(keys: 4, perKey: 12))
        let rules = [3, 6].map { proxy.arm(AMQPProxyRule(.drop, .toClient, .basicAck, nth: $0)) }
        let publisher = try AMQPPublisher(bus.configuration(through: proxy) { $0.publishDeadline = .milliseconds(700) })
        try await run.publish(with: publisher)
        await publisher.close()
        try await run.consume(with: bus.source("q"))
        #expect(rules.map(proxy.fired) == [1, 1])
        try run.verify("lost confirms")
    }

    @Test func confirmsThatComeLateAreConfirms() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        var run = FaultRun(bus, "q", FaultLedger(keys: 4, perKey: 6))
        run.depth = 2
        let rule = proxy.arm(AMQPProxyRule(.delay(.milliseconds(120)), .toClient, .basicAck, repeats: true))
        let publisher = try AMQPPublisher(bus.configuration(through: proxy))
        #expect(try await run.publish(with: publisher) == 0)
        await publisher.close()
        try await run.consume(with: bus.source("q"))
        #expect(proxy.fired(rule) >= 3)
        #expect(run.ledger.copies == 0)
        try run.verify("late confirms")
    }

    /// A confirm that came already must not settle the message behind it.
    @Test func aConfirmThatComesTwiceSettlesNothingElse() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        let run = FaultRun(bus, "q", FaultLedger(keys: 1, perKey: 20))
        proxy.arm(AMQPProxyRule(.duplicate, .toClient, .basicAck, repeats: true))
        let publisher = try AMQPPublisher(bus.configuration(through: proxy) { $0.publishDeadline = .seconds(5) })
        try await run.publish(with: publisher)
        await publisher.close()
        try await run.consume(with: bus.source("q"))
        #expect(run.ledger.copies == 0)
        #expect(proxy.accepted == 1)
        try run.verify("confirms that come twice")
    }

    /// A full queue refuses some messages of a key while it takes others; what is refused goes again until it is taken.
    @Test func aQueueThatIsFullForAWhile() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port, slicing: 1...7, seed: 5)
        defer { proxy.stop() }
        try await bus.declare("q", options: QuorumOptions(maximumLength: 3))
        var run = FaultRun(bus, "q", FaultLedger(keys: 6, perKey: 6))
        run.mayReject = true
        let publisher = try AMQPPublisher(bus.configuration(through: proxy))
        let whole = run
        let publishing = Task { try await whole.publish(with: publisher) }
        try await eventually("the broker refuses") { proxy.count(.toClient, .basicNack) > 0 }
        try await run.consume(with: bus.source("q") { $0.prefetch = 2 })
        #expect(try await publishing.value > 0)
        await publisher.close()
        try run.verify("a full queue")
    }
}
