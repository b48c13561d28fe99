import Bus
import Testing
import TestSupport

@Suite struct AMQPPublisherTests {
    @Test func confirmsWhatAQueueHasStored() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let publisher = try AMQPPublisher(bus.configuration)
        let outcomes = await publisher.publish(bus.numbered(0..<1000, to: "q"))
        await publisher.close()
        #expect(outcomes.confirmed == 1000)
        try await bus.expectReady("q", 1000)
    }

    @Test func everyCallerGetsItsOwnAnswers() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let publisher = try AMQPPublisher(bus.configuration { $0.publishWindow = 8 })
        let confirmed = await withTaskGroup(of: Int.self) { group in
            for caller in 0..<40 {
                group.addTask { await publisher.publish(bus.numbered(caller * 25..<caller * 25 + 25, to: "q")).confirmed }
            }
            return await group.reduce(0, +)
        }
        await publisher.close()
        #expect(confirmed == 1000)
        let source = try bus.source("q") { $0.prefetch = 1000 }
        let ids = try await source.take(1000).compactMap(\.messageID)
        await source.stop()
        #expect(Set(ids).count == 1000)
    }

    @Test func anUnroutableMessageIsReturnedAndItsNeighboursAreConfirmed() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let publisher = try AMQPPublisher(bus.configuration)
        var messages = bus.numbered(0..<9, to: "q")
        messages[4].routingKey = "nobody"
        messages[7].routingKey = "nobody"
        let outcomes = await publisher.publish(messages)
        await publisher.close()
        for (index, outcome) in outcomes.enumerated() {
            if case .returned(let code, let text) = outcome {
                #expect([4, 7].contains(index))
                #expect(code == 312)
                #expect(text == "NO_ROUTE")
            } else {
                #expect(outcome.isConfirmed)
                #expect(![4, 7].contains(index))
            }
        }
    }

    @Test func aFullQueueRejectsAndKeepsWhatItHas() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q", options: QuorumOptions(maximumLength: 5))
        let publisher = try AMQPPublisher(bus.configuration { $0.publishWindow = 1 })
        // The limit is not exact: what is under way when it is reached still gets in.
        let outcomes = await publisher.publish(bus.numbered(0..<50, to: "q"))
        await publisher.close()
        let rejected = outcomes.count { if case .rejected = $0 { true } else { false } }
        #expect(rejected > 0)
        #expect(outcomes.confirmed + rejected == 50)
        try await bus.expectReady("q", outcomes.confirmed)
    }

    @Test func theMessageArrivesAsItWasSent() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let message = OutboundMessage(
            exchange: "events", routingKey: "q", contentType: "application/cloudevents-batch+json", messageID: "tờ khai 1",
            headers: [
                "void": .void, "yes": .bool(true), "number": .integer(-5), "half": .double(0.5), "text": .string("số"),
                "bytes": .bytes([0, 255]), "time": .timestamp(1_700_000_000), "list": .array([.integer(1), .string("a")]),
                "table": .table(["inner": .table([:]), "empty": .array([])]),
            ],
            body: (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let publisher = try AMQPPublisher(bus.configuration)
        let empty = OutboundMessage(exchange: "events", routingKey: "q", contentType: "text/plain", body: [])
        let outcomes = await publisher.publish([message, empty])
        await publisher.close()
        #expect(outcomes.confirmed == 2)
        let source = try bus.source("q")
        let deliveries = try await source.take(2)
        await source.stop()
        let first = try #require(deliveries.first)
        #expect(first.body == message.body)
        #expect(first.headers == message.headers)
        #expect(first.contentType == message.contentType)
        #expect(first.messageID == message.messageID)
        #expect(first.exchange == "events")
        #expect(first.routingKey == "q")
        #expect(first.queue == "q")
        #expect(!first.redelivered)
        #expect(deliveries.last?.body == [])
        #expect(deliveries.last?.messageID == nil)
        #expect(deliveries.last?.headers == [:])
    }

    @Test func whatTheProtocolCannotCarryIsRefusedAndHarmsNobody() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let publisher = try AMQPPublisher(bus.configuration)
        var messages = bus.numbered(0..<5, to: "q")
        messages[1].headers = ["big": .string(String(repeating: "x", count: Limits.headerBytes))]
        messages[2].routingKey = String(repeating: "k", count: 256)
        messages[3].headers = ["deep": (0..<40).reduce(HeaderValue.void) { value, _ in .array([value]) }]
        let outcomes = await publisher.publish(messages)
        await publisher.close()
        #expect(outcomes.confirmed == 2)
        #expect(outcomes[1].returnCode == 311)
        #expect(outcomes[2].returnCode == 502)
        #expect(outcomes[3].returnCode == 502)
    }

    @Test func cancellingLeavesUnknownWhatHasNoAnswer() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        // Nobody listens there, so the request waits until it is cancelled.
        let nowhere = try FreePort.any()
        let publisher = try AMQPPublisher(
            bus.configuration { $0.endpoints = [Endpoint(host: "127.0.0.1", port: nowhere)] })
        let task = Task { await publisher.publish(bus.numbered(0..<3, to: "q")) }
        try await eventually("the request waits") { publisher.state.waiting == 3 }
        task.cancel()
        let outcomes = await task.value
        #expect(outcomes.map(\.errorCode) == [.cancelled, .cancelled, .cancelled])
        #expect(publisher.state.waiting == 0)
        await publisher.close()
    }

    @Test func aClosedPublisherAnswersAtOnce() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let publisher = try AMQPPublisher(bus.configuration)
        try await publisher.connect()
        #expect(publisher.state.isConnected)
        await publisher.close()
        let outcomes = await publisher.publish(bus.numbered(0..<2, to: "q"))
        #expect(outcomes.map(\.errorCode) == [.stopped, .stopped])
        #expect(!publisher.state.isConnected)
    }

    @Test func aMissingExchangeIsNamed() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let publisher = try AMQPPublisher(bus.configuration)
        var message = bus.numbered(0..<1, to: "q")
        message[0].exchange = "gone"
        let outcomes = await publisher.publish(message)
        #expect(outcomes[0].errorCode == .notFound)
        // The connection comes back and others are served.
        let others = await publisher.publish(bus.numbered(0..<1, to: "q"))
        #expect(others.confirmed == 1)
        await publisher.close()
    }
}

extension PublishOutcome {
    var returnCode: Int? {
        if case .returned(let code, _) = self { code } else { nil }
    }

    var errorCode: BusError.Code? {
        if case .indeterminate(let error) = self { error.code } else { nil }
    }
}
