import Adapters
import Bus
import Consumers
import Events
import Foundation
import Simulator
import TestSupport

/// A virtual host of a private broker with the topology of an installation, the queues of one attached consumer, and real events.
struct ExampleBroker {
    let broker: PrivateBroker
    let virtualHost: String
    let consumer: AttachedConsumer

    /// Attaches as `lienthong consumer attach` does.
    init(attaching name: String, to patterns: [String], isPartitioned: Bool = false) async throws {
        let given = AttachedConsumer(
            name: name, patterns: patterns.compactMap { RoutingPattern($0) }, isPartitioned: isPartitioned)
        guard let given else { throw NeverHappened(description: "\(name) cannot be attached to \(patterns)") }
        consumer = given
        broker = try await PrivateBroker.shared()
        virtualHost = try await broker.makeVirtualHost("example-\(name)")
        let topology = LienThongTopology.topology(partitions: .standard, consumers: [consumer])
        try await withClient { client throws(BusError) in _ = try await client.apply(topology) }
    }

    private var configuration: BusConfiguration {
        BusConfiguration(
            endpoints: [Endpoint(host: broker.host, port: broker.port)], virtualHost: virtualHost, user: broker.user,
            password: Secret(broker.password))
    }

    private func withClient<Result: Sendable>(
        _ body: (AMQPTopologyClient) async throws(BusError) -> Result
    ) async throws(BusError) -> Result {
        let client = try AMQPTopologyClient(configuration)
        try await client.connect()
        let result = try await body(client)
        await client.close()
        return result
    }

    /// Messages that wait in the consumer's queues.
    func waiting() async throws -> Int {
        try await withClient { client throws(BusError) in
            var sum = 0
            for queue in consumer.queues(in: .standard) { sum += try await client.state(ofQueue: queue)?.messages ?? 0 }
            return sum
        }
    }

    /// Publishes to `lt.events`, confirmed, in order, several events of one routing key together.
    /// - Returns: how many messages that were.
    @discardableResult
    func publish(_ events: [EncodedEvent]) async throws -> Int {
        var batches: [[EncodedEvent]] = []
        for event in events {
            if batches.last?.first?.routingKey == event.routingKey, batches.last?.count ?? 0 < 8 {
                batches[batches.count - 1].append(event)
            } else {
                batches.append([event])
            }
        }
        let publisher = try AMQPPublisher(configuration)
        let outcomes = await publisher.publish(
            batches.map {
                OutboundMessage(
                    exchange: BrokerNames.events, routingKey: $0[0].routingKey, contentType: BatchCodec.contentType,
                    body: BatchCodec.encode($0))
            })
        await publisher.close()
        guard outcomes.allSatisfy(\.isConfirmed) else { throw NeverHappened(description: "not everything was confirmed") }
        return batches.count
    }

    /// What the codecs make of simulated traffic, and what the pool says of it. Each id once.
    static func events(declarations: Int) async throws -> [EncodedEvent] {
        let effective = Timestamp(milliseconds: 1_741_971_600_000)
        let traffic = Traffic(
            SimulationOptions(
                seed: 5, count: declarations, start: Timestamp(milliseconds: 1_741_914_000_000), spanSeconds: 12 * 3600,
                effective: effective, offices: SampleOffices.all, duplicatePercent: 0))
        var drafts: [EventDraft] = []
        for block in 0..<traffic.blocks {
            for message in try traffic.block(block).messages {
                drafts += try codec(of: message.system).decode(message.bytes, received: effective).events
            }
        }
        let pool = ConsumerHarness(DeclarationConsumer())
        try await pool.feed(drafts)
        drafts += try await pool.published().map(\.draft)
        return try drafts.enumerated().map { place, draft in
            try EventCodec.encode(draft, sequence: UInt64(place + 1), recordedTime: effective, partitioning: .standard)
        }
    }

    private static func codec(of system: SystemName) -> any NativeCodec {
        switch system {
        case .vnaccs: VNACCSCodec()
        case .epayment: EPaymentCodec()
        case .edoc: EDocCodec()
        case .treasury: TreasuryCodec()
        }
    }
}
