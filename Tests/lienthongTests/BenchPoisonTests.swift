import Bus
import Consumers
import Simulator
import Store
import Synchronization
import Testing

@testable import lienthong

/// The poison that `bench path` puts among the events of its backlog.
@Suite struct BenchPoisonTests {
    /// Confirms what it is told to, and keeps it.
    private final class Broker: MessagePublisher {
        let bodies = Mutex<[[UInt8]]>([])
        let confirms: Bool

        init(confirms: Bool = true) { self.confirms = confirms }

        func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
            bodies.withLock { $0 += messages.map(\.body) }
            return messages.map { _ in confirms ? .confirmed : .rejected }
        }

        var events: [[DecodedEvent]] {
            bodies.withLock { $0 }.map { body in
                BatchCodec.decode(body, contentType: BatchCodec.contentType).compactMap { try? $0.get() }
            }
        }
    }

    private func messages(of count: Int, each: Int) throws -> [OutboundMessage] {
        var events: [EncodedEvent] = []
        let traffic = PathTraffic(seed: 1, declarations: 100)
        let codecs = Dictionary(uniqueKeysWithValues: PathTraffic.codecs.map { ($0.system, $0) })
        for message in try traffic.messages(of: 0..<traffic.blocks) {
            let now = Timestamp(milliseconds: 1_741_914_000_000)
            for draft in try codecs[message.system]?.decode(message.bytes, received: now).events ?? [] {
                events.append(
                    try EventCodec.encode(
                        draft, sequence: UInt64(events.count + 1), recordedTime: now, partitioning: .standard))
            }
        }
        try #require(events.count >= count)
        return stride(from: 0, to: count, by: each).map { start in
            OutboundMessage(
                exchange: "lt.events", routingKey: events[start].routingKey, contentType: BatchCodec.contentType,
                body: BatchCodec.encode(Array(events[start..<min(start + each, count)])))
        }
    }

    @Test("One event in a hundred is added, each of a key of its own, and the others stay as they were")
    func share() async throws {
        let broker = Broker()
        let poisoning = PoisoningPublisher(broker)
        let messages = try messages(of: 450, each: 30)
        for message in messages { #expect(await poisoning.publish([message])[0].isConfirmed) }
        #expect(poisoning.added == 4)
        let events = broker.events
        let poison = events.flatMap { $0 }.filter { $0.event.id.hasPrefix("poison:") }
        #expect(Set(poison.map(\.event.partitionKey)).count == 4)
        let kept = events.map { $0.filter { !$0.event.id.hasPrefix("poison:") }.map(\.bytes) }
        #expect(kept.map { BatchCodec.encode($0) } == messages.map(\.body))
    }

    @Test("The pool parks every one of them and applies the rest")
    func parked() async throws {
        let broker = Broker()
        _ = await PoisoningPublisher(broker).publish(try messages(of: 600, each: 600))
        let harness = ConsumerHarness(DeclarationConsumer())
        for body in broker.bodies.withLock({ $0 }) { try await harness.feed(body: body) }
        let parked = try await harness.parked()
        #expect(parked.map(\.eventID) == (0..<6).map { "poison:\($0)" })
        #expect(parked.map(\.cause) == Array(repeating: "payload", count: 6))
    }

    @Test("What was not confirmed does not count")
    func unconfirmed() async throws {
        let poisoning = PoisoningPublisher(Broker(confirms: false))
        _ = await poisoning.publish(try messages(of: 300, each: 100))
        #expect(poisoning.added == 0)
    }
}
