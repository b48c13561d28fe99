import Bus
import Testing
import TestSupport

/// The connection is cut at every boundary of the frames of a publish, and within them.
@Suite struct PublishCutTests {
    @Test(arguments: [AMQPFrame.Kind.method(.basicPublish), .header, .body])
    func atEveryFrameOfAPublish(_ kind: AMQPFrame.Kind) async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let publisher = try AMQPPublisher(bus.configuration(through: proxy))
        let acts: [AMQPProxyRule.Act] = [.cutBefore, .cutInside(1), .cutInside(6), .cutInside(9), .cutInside(20), .cutAfter]
        for (number, act) in acts.enumerated() {
            let queue = "q\(number)"
            try await bus.declare(queue)
            var run = FaultRun(bus, queue, FaultLedger(keys: 3, perKey: 8))
            run.depth = 4
            // Within the first call and at the first frame of a later one.
            let rules = [7, 14].map { proxy.arm(AMQPProxyRule(act, .toBroker, kind, nth: $0)) }
            #expect(try await run.publish(with: publisher) > 0)
            try await run.consume(with: bus.source(queue))
            #expect(rules.map(proxy.fired) == [1, 1])
            try run.verify("\(act) of \(kind)")
        }
        await publisher.close()
    }

    @Test func betweenTheBodyFramesOfALongMessage() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        var run = FaultRun(bus, "q", FaultLedger(keys: 1, perKey: 6))
        run.bodySize = 300_000
        let publisher = try AMQPPublisher(bus.configuration(through: proxy))
        var rules: [Int] = []
        for (act, nth) in [(AMQPProxyRule.Act.cutAfter, 1), (.cutAfter, 4), (.cutInside(70_000), 8), (.cutBefore, 12)] {
            rules.append(proxy.arm(AMQPProxyRule(act, .toBroker, .body, nth: nth)))
        }
        #expect(try await run.publish(with: publisher) == 4)
        await publisher.close()
        try await run.consume(with: bus.source("q"))
        #expect(rules.allSatisfy { proxy.fired($0) == 1 })
        #expect(run.ledger.copies == 0)
        try run.verify("long bodies")
    }

    /// Also while connecting: no step of the way to an open channel may be left half done.
    @Test(arguments: [
        AMQPMethod.connectionStart, .connectionTune, .connectionOpenOK, .channelOpenOK, .confirmSelectOK,
    ])
    func atEveryAnswerWhileConnecting(_ method: AMQPMethod) async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        let acts: [AMQPProxyRule.Act] = [.cutBefore, .cutInside(5), .cutAfter]
        let rules = acts.map { proxy.arm(AMQPProxyRule($0, .toClient, method)) }
        let run = FaultRun(bus, "q", FaultLedger(keys: 2, perKey: 2))
        let publisher = try AMQPPublisher(bus.configuration(through: proxy))
        try await run.publish(with: publisher)
        await publisher.close()
        try await run.consume(with: bus.source("q"))
        #expect(rules.map(proxy.fired) == [1, 1, 1])
        #expect(proxy.accepted == 4)
        try run.verify("\(method)")
    }
}
