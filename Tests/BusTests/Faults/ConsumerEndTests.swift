import Bus
import Testing
import TestSupport

/// The broker ends consuming: the queue is deleted, a message is held too long, or was delivered too often.
@Suite struct ConsumerEndTests {
    @Test func aDeletedQueueIsToldAndConsumedAgainOnceItIsBack() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        try await bus.declare("q")
        try await bus.fill("q", 0..<3)
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy) { $0.silenceCheck = .seconds(600) })
        let held = try await source.take(3)
        let client = try AMQPTopologyClient(bus.configuration)
        try await client.delete(queue: "q")
        await client.close()
        // Not silence: the broker says so, because the client has told it that it can hear it.
        try await eventually("the broker cancels the consumer") { proxy.count(.toClient, .basicCancel) == 1 }
        // The queue these belonged to is gone; acknowledging them must not end the new link.
        source.acknowledge(held.map(\.tag))
        // While it is missing each attempt is refused, and none is the last.
        try await eventually("it is tried again") { proxy.count(.toClient, .channelClose) >= 2 }
        try await bus.declare("q")
        try await bus.fill("q", 3..<5)
        let after = try await source.take(2)
        #expect(after.map(\.text) == ["m3", "m4"])
        source.acknowledge(after.map(\.tag))
        try await eventually("the acks arrived") { try await bus.isEmpty("q") }
        await source.stop()
    }

    @Test func whatIsDeliveredTooOftenIsDeadLettered() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("poison")
        try await bus.declare(
            "q", options: QuorumOptions(deliveryLimit: 3, deadLetterExchange: "", deadLetterRoutingKey: "poison"))
        try await bus.fill("q", 0..<1)
        // Four consumers in a row take it and end without an ack.
        for round in 0..<4 {
            let source = try bus.source("q")
            let delivery = try await source.take(1)
            #expect(delivery[0].redelivered == (round > 0))
            await source.stop()
        }
        let drain = try bus.source("poison")
        let parked = try await drain.take(1)[0]
        #expect(parked.text == "m0")
        #expect(parked.headers["x-first-death-queue"] == .string("q"))
        #expect(parked.headers["x-first-death-reason"] == .string("delivery_limit"))
        await drain.stop()
        try await bus.expectReady("q", 0)
    }

    /// The broker closes the channel of a consumer that keeps a message too long (30 minutes, here a second).
    @Test func aMessageHeldTooLongComesAgain() async throws {
        let broker = try await PrivateBroker.start(settings: "consumer_timeout = 1000\n")
        // How often a channel looks; a minute otherwise.
        try await broker.eval("application:set_env(rabbit, channel_tick_interval, 500).")
        let bus = TestBus(broker: broker, virtualHost: broker.virtualHost)
        try await bus.declare("q")
        try await bus.fill("q", 0..<2)
        let proxy = try AMQPProxy(to: broker.port)
        defer { proxy.stop() }
        let source = try AMQPSource(queues: ["q"], bus.configuration(through: proxy) { $0.prefetch = 1 })
        let held = try await source.take(1)
        let again = try await source.take(1)
        #expect(proxy.count(.toClient, .channelClose) >= 1)
        #expect(again.map(\.text) == held.map(\.text))
        #expect(again[0].redelivered)
        #expect(again[0].tag.generation > held[0].tag.generation)
        source.acknowledge(held.map(\.tag))
        source.acknowledge(again.map(\.tag))
        let next = try await source.take(1)
        #expect(next.map(\.text) == ["m1"])
        source.acknowledge(next.map(\.tag))
        try await eventually("all are acknowledged") { try await bus.isEmpty("q") }
        await source.stop()
        try await broker.discard()
    }
}
