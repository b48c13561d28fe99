import Bus
import Testing
import TestSupport

/// Messages that any user who may publish can send, and that must neither end the process nor hold up the queue.
@Suite struct HostileHeaderTests {
    private func publishRaw(_ bus: TestBus, headers: [UInt8], body: [UInt8] = Array("hostile".utf8)) throws {
        let client = try AMQPRawClient(bus.broker, virtualHost: bus.virtualHost)
        try client.publish(exchange: "events", routingKey: "q", headers: headers, body: body)
    }

    static let hostile: [(String, [UInt8])] = [
        ("tables in tables", HostileHeaders.tables(depth: 2000)), ("arrays in arrays", HostileHeaders.arrays(depth: 2000)),
        ("no values", HostileHeaders.names), ("a frame full of text", HostileHeaders.long),
    ]
    static let deliverable = hostile + [("no names, no values", HostileHeaders.nameless)]

    /// What is given back comes with more headers than it was sent with, so in a frame longer than any that was agreed upon.
    @Test(arguments: deliverable.indices)
    func theProcessAndTheQueueLive(_ index: Int) async throws {
        let (name, headers) = Self.deliverable[index]
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try publishRaw(bus, headers: headers)
        try await bus.fill("q", 0..<3)
        let first = try bus.source("q")
        #expect(try await first.take(4).map(\.text) == ["hostile", "m0", "m1", "m2"], "\(name)")
        await first.stop()
        // The second time each bears the count of its deliveries.
        let second = try bus.source("q")
        let again = try await second.take(4)
        #expect(again.map(\.text) == ["hostile", "m0", "m1", "m2"], "\(name)")
        #expect(again.allSatisfy { $0.tag.generation == 1 }, "\(name)")
        second.acknowledge(again.map(\.tag))
        try await eventually("all are acknowledged") { try await bus.isEmpty("q") }
        await second.stop()
    }

    /// The library decodes tables by recursion; our thread's stack must hold the deepest that fits into a frame. Put between
    /// the broker's frames by the proxy, because the broker itself is slow with them.
    @Test(arguments: [HostileHeaders.deepestTables, HostileHeaders.deepestArrays])
    func theStackHoldsTheDeepestThatAFrameCanCarry(_ headers: [UInt8]) async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy))
        let taking = Task { try await source.take(1) }
        try await eventually("it consumes") { proxy.count(.toClient, .basicConsumeOK) == 1 }
        for frame in AMQPRawClient.delivery(consumer: "0", tag: 1, headers: headers, body: Array("deep".utf8)) {
            proxy.inject(frame, .toClient)
        }
        #expect(try await taking.value.map(\.text) == ["deep"])
        await source.stop()
    }

    /// What is over a limit is given up as it comes in, alone: its neighbours are not delivered twice for it, and the broker
    /// moves it, whole, to where poison goes.
    @Test func whatIsOverALimitGoesToTheDeadLetterExchange() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("poison")
        try await bus.declare("q", options: QuorumOptions(deadLetterExchange: "", deadLetterRoutingKey: "poison"))
        let limits = DeliveryLimits.events
        let bodies = [limits.bodyBytes, limits.bodyBytes + 1].map { [UInt8](repeating: 1, count: $0) }
        try await bus.fill("q", 0..<1)
        for (_, headers) in Self.hostile { try publishRaw(bus, headers: headers) }
        try await bus.fill("q", 1..<2)
        for body in bodies { try publishRaw(bus, headers: [], body: body) }
        try await bus.fill("q", 2..<3)
        let source = try AMQPSource(queues: ["q"], limits: limits, bus.configuration)
        let taken = try await source.take(4)
        #expect(taken.map(\.body.count) == [2, 2, bodies[0].count, 2])
        #expect(taken.allSatisfy { !$0.redelivered && $0.tag.generation == 1 })
        source.acknowledge(taken.map(\.tag))
        try await eventually("nothing is left") { try await bus.isEmpty("q") }
        await source.stop()
        // Whoever drains poison takes everything.
        let drain = try bus.source("poison")
        let poison = try await drain.take(Self.hostile.count + 1)
        #expect(poison.map(\.body.count) == Self.hostile.map { _ in 7 } + [bodies[1].count])
        #expect(poison.allSatisfy { $0.headers["x-first-death-reason"] == .string("rejected") })
        #expect(poison.allSatisfy { $0.headers["x-first-death-queue"] == .string("q") })
        drain.acknowledge(poison.map(\.tag))
        try await eventually("the poison is gone") { try await bus.isEmpty("poison") }
        await drain.stop()
    }

    @Test func everyTypeThatTheBrokerTakesArrives() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try publishRaw(bus, headers: HostileHeaders.everyType)
        let source = try bus.source("q")
        let headers = try await source.take(1)[0].headers
        await source.stop()
        let integers: [String: Int64] = [
            "b": -1, "B": 255, "s": -2, "u": 65534, "I": -16_777_215, "i": 4_278_190_081, "l": -72_057_594_037_927_935,
        ]
        for (name, value) in integers { #expect(headers[name] == .integer(value), "\(name)") }
        #expect(headers["t"] == .bool(true))
        #expect(headers["f"] == .double(1))
        #expect(headers["d"] == .double(1))
        #expect(headers["V"] == .void)
        #expect(headers["T"] == .timestamp(1))
        #expect(headers["x"] == .bytes([0]))
        #expect(headers["S"] == .string("\u{FFFD}("))
        #expect(headers["A"] == .array([]))
        #expect(headers["F"] == .table([:]))
        #expect(headers["D"] == .void)
    }
}
