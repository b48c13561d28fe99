import Bus
import Synchronization
import Testing
import TestSupport

/// Each test breaks a broker of its own; they run one after another so that a small machine is not flooded with nodes.
@Suite(.serialized) struct BrokerFaultTests {
    /// What the broker confirmed is there after a SIGKILL in mid-stream, and what was unknown is there after repeating it.
    @Test func nothingConfirmedIsLostWhenTheBrokerDiesInMidPublish() async throws {
        try await TestBus.withOwnBroker { bus in
            try await bus.declare("q")
            try await bus.broker.saveDeclarations()
            let publisher = try AMQPPublisher(bus.configuration { $0.publishDeadline = .seconds(60) })
            let confirmed = Mutex<Set<Int>>([])
            let lastRefusal = Mutex<PublishOutcome?>(nil)
            let writer = Task {
                var repeated = 0
                for batch in 0..<200 {
                    let numbers = batch * 50..<batch * 50 + 50
                    // Repeats the whole batch until all of it is confirmed, as the dispatcher does.
                    while true {
                        let outcomes = await publisher.publish(bus.numbered(numbers, to: "q"))
                        confirmed.withLock { set in
                            for (number, outcome) in zip(numbers, outcomes) where outcome.isConfirmed { set.insert(number) }
                        }
                        if outcomes.confirmed == 50 { break }
                        repeated += 1
                        lastRefusal.withLock { $0 = outcomes.first { !$0.isConfirmed } }
                        // The broker does not say when it will take them; the deadline below ends the tries.
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                return repeated
            }
            try await eventually("a part is confirmed") { confirmed.withLock { $0.count } > 1000 }
            try await bus.broker.kill()
            let early = confirmed.withLock { $0 }
            #expect(early.count < 10_000)
            try await bus.broker.restart()
            let repeated: Int
            do {
                repeated = try await withDeadline(.seconds(120), "all batches") { try await writer.value }
            } catch {
                writer.cancel()
                Issue.record("the last refusal was \(String(describing: lastRefusal.withLock { $0 }))")
                throw error
            }
            await publisher.close()
            #expect(repeated > 0)
            let arrived = try await drain("q", bus)
            #expect(early.isSubset(of: arrived))
            #expect(arrived == Set(0..<10_000))
        }
    }

    private func drain(_ queue: String, _ bus: TestBus) async throws -> Set<Int> {
        let source = try bus.source(queue)
        var numbers: Set<Int> = []
        let total = try #require(try await bus.ready(queue))
        var taken = 0
        while taken < total {
            let batch = try await source.take(1)
            taken += batch.count
            for delivery in batch { numbers.insert(try #require(Int(delivery.text.dropFirst()))) }
            source.acknowledge(batch.map(\.tag))
        }
        await source.stop()
        return numbers
    }

    @Test func aMemoryAlarmStopsPublishingAndItsEndResumesIt() async throws {
        try await TestBus.withOwnBroker { bus in
            try await bus.declare("q")
            let publisher = try AMQPPublisher(bus.configuration)
            try await publisher.connect()
            try await bus.broker.setMemoryAlarm(true)
            // The broker tells a connection only when it publishes.
            let first = Task { await publisher.publish(bus.numbered(0..<1, to: "q")) }
            try await eventually("the publisher knows") { publisher.state.isBlocked }
            let second = Task { await publisher.publish(bus.numbered(1..<100, to: "q")) }
            try await eventually("the second waits") { publisher.state.waiting == 99 }
            #expect(publisher.state.inFlight == 1)
            #expect(publisher.state.blockedReason?.contains("memory") == true)
            try await bus.broker.setMemoryAlarm(false)
            #expect(await first.value.confirmed == 1)
            #expect(await second.value.confirmed == 99)
            #expect(!publisher.state.isBlocked)
            await publisher.close()
        }
    }

    @Test func aBrokerThatFallsSilentLeavesPublishesUnknownAtTheDeadline() async throws {
        try await TestBus.withOwnBroker { bus in
            try await bus.declare("q")
            let publisher = try AMQPPublisher(
                bus.configuration {
                    $0.publishDeadline = .seconds(2)
                    $0.connectTimeout = .seconds(1)
                })
            #expect(await publisher.publish(bus.numbered(0..<1, to: "q")).confirmed == 1)
            try bus.broker.suspend()
            // More than the socket's buffers take, so that the publisher is stuck in a write as well.
            let big = OutboundMessage(
                exchange: "events", routingKey: "q", contentType: "text/plain", body: Array(repeating: 7, count: 8_000_000))
            let outcomes = try await withDeadline(.seconds(60), "the deadline") {
                await publisher.publish([big, big])
            }
            #expect(outcomes.allSatisfy { $0.errorCode != nil })
            try bus.broker.resume()
            #expect(await publisher.publish(bus.numbered(1..<2, to: "q")).confirmed == 1)
            await publisher.close()
        }
    }

    @Test func aSilentBrokerIsNoticedByHeartbeats() async throws {
        try await TestBus.withOwnBroker { bus in
            try await bus.declare("q")
            let publisher = try AMQPPublisher(
                bus.configuration {
                    $0.heartbeat = .seconds(2)
                    $0.connectTimeout = .seconds(1)
                })
            try await publisher.connect()
            try bus.broker.suspend()
            try await eventually("the link counts as lost") { !publisher.state.isConnected }
            try bus.broker.resume()
            try await eventually("the link is back") { publisher.state.isConnected }
            await publisher.close()
        }
    }

    @Test func anIdleConnectionOutlivesManyHeartbeats() async throws {
        try await TestBus.withOwnBroker { bus in
            try await bus.declare("q")
            let source = try bus.source("q") { $0.heartbeat = .seconds(2) }
            let waiting = Task { try await source.take(1) }
            try await eventually("it consumes") { try await bus.consumers() == 1 }
            // The broker drops a client after two missed intervals; this is three times that, by the broker's clock.
            let start = try await bus.broker.seconds()
            try await eventually("twelve seconds passed") { try await bus.broker.seconds() >= start + 12 }
            try await bus.fill("q", 0..<1)
            let delivery = try #require(try await waiting.value.first)
            #expect(delivery.tag.generation == 1)
            await source.stop()
        }
    }

    @Test func aSourceSurvivesTheBrokersRestart() async throws {
        try await TestBus.withOwnBroker { bus in
            try await bus.declare("q")
            try await bus.broker.saveDeclarations()
            try await bus.fill("q", 0..<20)
            let source = try bus.source("q")
            let first = try await source.take(20)
            source.acknowledge(first.prefix(5).map(\.tag))
            try await eventually("the acks arrived") { try await bus.unacknowledged("q") == 15 }
            try await bus.broker.kill()
            try await bus.broker.restart()
            let again = try await source.take(15)
            #expect(again.map(\.text) == (5..<20).map { "m\($0)" })
            #expect(again.allSatisfy { $0.tag.generation > 1 })
            await source.stop()
        }
    }
}
