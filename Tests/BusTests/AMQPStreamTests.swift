import Bus
import Testing
import TestSupport

@Suite struct AMQPStreamTests {
    private func read(
        _ bus: TestBus, from start: StreamStart, _ count: Int, change: (inout BusConfiguration) -> Void = { _ in }
    ) async throws -> [Delivery] {
        let source = try AMQPSource(stream: "s", from: start, bus.configuration(change))
        var all: [Delivery] = []
        while all.count < count {
            let batch = try await source.take(1)
            all += batch
            source.acknowledge(batch.map(\.tag))
        }
        await source.stop()
        return all
    }

    @Test func readsFromTheFirstMessageAgainAndAgain() async throws {
        let bus = try await TestBus.shared()
        try await bus.declareStream("s")
        try await bus.fill("s", 0..<500)
        for _ in 0..<2 {
            let all = try await read(bus, from: .first, 500) { $0.prefetch = 20 }
            #expect(all.map(\.text) == (0..<500).map { "m\($0)" })
            #expect(all.map(\.streamOffset) == (0..<500).map { UInt64($0) })
            #expect(all.allSatisfy { !$0.redelivered })
        }
    }

    @Test func anOffsetIsExactAlthoughTheBrokerSendsWholeChunks() async throws {
        let bus = try await TestBus.shared()
        try await bus.declareStream("s")
        try await bus.fill("s", 0..<200)
        // A prefetch below the number of skipped messages: skipping must grant credit too.
        let all = try await read(bus, from: .offset(137), 63) { $0.prefetch = 10 }
        #expect(all.map(\.text) == (137..<200).map { "m\($0)" })
    }

    @Test func aTimestampSkipsWhatIsOlder() async throws {
        let bus = try await TestBus.shared()
        try await bus.declareStream("s")
        try await bus.fill("s", 0..<10)
        // The broker's clock for streams has seconds; the message of a later second is in a later chunk.
        let clock = ContinuousClock()
        let first = try await bus.broker.seconds()
        let begin = clock.now
        try await eventually("the broker's clock is two seconds on") { try await bus.broker.seconds() >= first + 2 }
        #expect(clock.now > begin)
        try await bus.fill("s", 10..<20)
        let all = try await read(bus, from: .timestamp(UInt64(first + 1)), 10)
        #expect(all.map(\.text) == (10..<20).map { "m\($0)" })
    }

    @Test func nextGetsOnlyWhatComesLater() async throws {
        let bus = try await TestBus.shared()
        try await bus.declareStream("s")
        try await bus.fill("s", 0..<10)
        let source = try AMQPSource(stream: "s", from: .next, bus.configuration)
        let taken = Task { try await source.take(5) }
        try await eventually("it consumes") { try await bus.consumers() == 1 }
        try await bus.fill("s", 10..<15)
        #expect(try await taken.value.map(\.text) == (10..<15).map { "m\($0)" })
        await source.stop()
    }

    @Test func afterALostConnectionItGoesOnBehindTheLastAck() async throws {
        let bus = try await TestBus.shared()
        try await bus.declareStream("s")
        try await bus.fill("s", 0..<30)
        let source = try AMQPSource(stream: "s", from: .offset(5), bus.configuration { $0.prefetch = 8 })
        let first = try await source.take(8)
        #expect(first.map(\.streamOffset) == (5..<13).map { UInt64($0) })
        source.acknowledge(first.prefix(3).map(\.tag))
        // Credit for the acks came back, so the broker has them.
        #expect(try await source.take(3).map(\.streamOffset) == [13, 14, 15])
        try await bus.broker.closeConnections(of: bus.virtualHost)
        // The broker may have sent more than the credit allowed: it counts whole chunks.
        var again = try await source.take(1)
        while again[0].tag.generation == 1 {
            again = try await source.take(1)
        }
        again += try await source.take(7)
        #expect(again.map(\.streamOffset) == (8..<16).map { UInt64($0) })
        #expect(again.allSatisfy { $0.redelivered })
        await source.stop()
    }

    @Test("Whether silence means anything: since when the link is there, none while the broker is away, kept by a stop")
    func consumingSinceTheLink() async throws {
        let bus = try await TestBus.shared()
        try await bus.declareStream("s")
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let source = try AMQPSource(stream: "s", from: .last, bus.configuration(through: proxy))
        #expect(source.consumingSince == nil)
        let waiting = Task { try await source.next(maximum: 1) }
        try await eventually("it consumes") { source.consumingSince != nil }
        let first = try #require(source.consumingSince)
        proxy.refuse(true)
        proxy.cut()
        try await eventually("there is no link") { source.consumingSince == nil }
        proxy.refuse(false)
        try await eventually("it consumes again") { source.consumingSince != nil }
        let second = try #require(source.consumingSince)
        #expect(second > first)
        await source.stop()
        #expect(source.consumingSince == second)
        #expect(try await waiting.value == nil)
    }
}
