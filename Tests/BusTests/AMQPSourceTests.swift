import Bus
import Testing
import TestSupport

@Suite struct AMQPSourceTests {
    @Test func keepsTheOrderOfPublishing() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try await bus.fill("q", 0..<3000)
        let source = try bus.source("q")
        var texts: [String] = []
        while texts.count < 3000 {
            let batch = try await source.take(1)
            texts += batch.map(\.text)
            source.acknowledge(batch.map(\.tag))
        }
        #expect(texts == (0..<3000).map { "m\($0)" })
        try await eventually("all are acknowledged") { try await bus.unacknowledged("q") == 0 }
        await source.stop()
        try await bus.expectReady("q", 0)
    }

    @Test func prefetchBoundsWhatIsUnacknowledged() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try await bus.fill("q", 0..<50)
        let source = try bus.source("q") { $0.prefetch = 7 }
        let first = try await source.take(7)
        #expect(first.count == 7)
        try await bus.expectReady("q", 43)
        source.acknowledge(first.prefix(3).map(\.tag))
        let more = try await source.take(3)
        #expect(more.map(\.text) == ["m7", "m8", "m9"])
        try await bus.expectReady("q", 40)
        await source.stop()
    }

    @Test func severalQueuesShareOneSourceAndAreTold() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("a", "b")
        try await bus.fill("a", 0..<20)
        try await bus.fill("b", 0..<20)
        let source = try bus.source("a", "b")
        let all = try await source.take(40)
        await source.stop()
        for queue in ["a", "b"] {
            let expected = (0..<20).map { "m\($0)" }
            #expect(all.filter { $0.queue == queue }.map(\.text) == expected)
            #expect(all.filter { $0.queue == queue }.allSatisfy { $0.routingKey == queue })
        }
    }

    @Test func whatWasNotAcknowledgedComesAgainAndIsMarked() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try await bus.fill("q", 0..<10)
        let source = try bus.source("q")
        let first = try await source.take(10)
        #expect(first.allSatisfy { !$0.redelivered })
        // Out of order: 0 to 2 go as one, 5 alone.
        source.acknowledge([first[2], first[0], first[5], first[1]].map(\.tag))
        await source.stop()
        let second = try bus.source("q")
        let again = try await second.take(6)
        await second.stop()
        #expect(again.map(\.text) == ["m3", "m4", "m6", "m7", "m8", "m9"])
        #expect(again.allSatisfy { $0.redelivered })
    }

    @Test func anAckOfALostConnectionDoesNoHarm() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try await bus.fill("q", 0..<5)
        let source = try bus.source("q")
        let first = try await source.take(5)
        try await bus.broker.closeConnections(of: bus.virtualHost)
        let second = try await source.take(5)
        #expect(second.map(\.text) == first.map(\.text))
        #expect(second.allSatisfy { $0.redelivered })
        #expect(second[0].tag.generation > first[0].tag.generation)
        source.acknowledge(first.map(\.tag))
        // The stale acks acknowledged nothing: all five are still there for the next one.
        await source.stop()
        let third = try bus.source("q")
        #expect(try await third.take(5).map(\.text) == first.map(\.text))
        await third.stop()
    }

    @Test func stoppingHandsOverInOrderToTheNextSingleActiveConsumer() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q", options: QuorumOptions(singleActiveConsumer: true))
        try await bus.fill("q", 0..<30)
        let first = try bus.source("q") { $0.prefetch = 10 }
        let taken = try await first.take(4)
        let second = try bus.source("q") { $0.prefetch = 50 }
        let rest = Task { try await second.take(27) }
        try await eventually("the second consumer stands by") { try await bus.consumers() == 2 }
        first.acknowledge(taken.prefix(3).map(\.tag))
        await first.stop()
        // Prefetched and not handed out, or handed out and not acknowledged: all of it goes to the second, in order.
        #expect(try await first.next(maximum: 1) == nil)
        #expect(try await rest.value.map(\.text) == (3..<30).map { "m\($0)" })
        await second.stop()
    }

    @Test func aMissingQueueAtTheStartIsReported() async throws {
        let bus = try await TestBus.shared()
        let source = try bus.source("missing")
        let error = await #expect(throws: BusError.self) { try await source.next(maximum: 1) }
        #expect(error?.code == .notFound)
        #expect(error?.replyCode == 404)
        await source.stop()
    }

    @Test func aDeletedQueueIsConsumedAgainWhenItIsBack() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try await bus.fill("q", 0..<1)
        let source = try bus.source("q")
        let before = try await source.take(1)
        #expect(before.map(\.text) == ["m0"])
        let client = try AMQPTopologyClient(bus.configuration)
        try await client.delete(queue: "q")
        await client.close()
        // Declared again before RabbitMQ 3.10 has told the consumer, the new queue would hand its messages to nobody.
        try await eventually("the consumer is cancelled") { try await bus.consumers() == 0 }
        try await bus.declare("q")
        try await bus.fill("q", 1..<3)
        #expect(try await source.take(2).map(\.text) == ["m1", "m2"])
        await source.stop()
    }

    @Test func aConsumerThatTheQueueHasForgottenIsFoundByAsking() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try await bus.fill("q", 0..<1)
        let source = try bus.source("q") { $0.silenceCheck = .seconds(1) }
        let before = try await source.take(1)
        source.acknowledge(before.map(\.tag))
        try await bus.forgetConsumer("q")
        try await bus.fill("q", 1..<3)
        let after = try await source.take(2)
        #expect(after.map(\.text) == ["m1", "m2"])
        #expect(after.allSatisfy { $0.tag.generation > 1 })
        await source.stop()
    }

    @Test func cancellingTheWaitLeavesTheSourceUsable() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let source = try bus.source("q")
        let waiting = Task { () async throws(BusError) in try await source.next(maximum: 1) }
        try await eventually("it consumes") { try await bus.consumers() == 1 }
        waiting.cancel()
        let error = await #expect(throws: BusError.self) { try await waiting.value }
        #expect(error?.code == .cancelled)
        try await bus.fill("q", 0..<1)
        #expect(try await source.take(1).map(\.text) == ["m0"])
        await source.stop()
    }

    @Test func stoppingEndsEveryWait() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let source = try bus.source("q")
        let waiting = Task { try await source.next(maximum: 1) }
        try await eventually("it consumes") { try await bus.consumers() == 1 }
        await source.stop()
        #expect(try await waiting.value == nil)
        try await eventually("the broker has no consumer any more") { try await bus.consumers() == 0 }
    }
}
