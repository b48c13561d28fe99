import Adapters
import Bus
import Events
import Simulator
import Store

/// Lets the stages of the path work one after the other on the same events, each with nothing else at work in the process, so
/// that the CPU time of the process is that of the stage.
struct PathStagesWork: Sendable {
    let work: PathWork

    func run(_ stores: Stores) async throws -> PathMeasurement {
        let messages = try work.traffic.messages(of: 0..<work.traffic.blocks)
        let whole = PathMeter(work.broker)
        let gateway = try await PathGateway(stores, work.bus)
        try await gateway.connect()
        let limit = work.limit(events: messages.count * 2)

        let meter = PathMeter(work.broker)
        try await PathServices.running([], limit: limit, of: "intake") {
            try await PathSubmitters(intake: gateway.intake, count: work.submitters).submit(messages)
        }
        let intake = meter.finish().cpuSeconds
        let events = Int(try await gateway.outbox.highestPosition())
        func each(_ seconds: Double) -> Double { seconds * 1e6 / Double(max(events, 1)) }
        var stages = [PathStage("intake: decode, encode, outbox, answer", each(intake))]
        let (decode, encode) = try Self.codecs(messages, work.broker)
        stages.append(PathStage("  of it decoding native bytes", each(decode)))
        stages.append(PathStage("  of it encoding events", each(encode)))

        let publish = try await Self.metered(work.broker) {
            try await PathServices.running([gateway.dispatcher.run], limit: limit, of: "publishing") {
                try await gateway.dispatcher.emptied(gateway.outbox)
            }
        }
        stages.append(PathStage("dispatch: read, batch, publish, mark", each(publish)))

        let count = gateway.published.counts.messages
        let (deliveries, receive) = try await received(count, limit)
        stages.append(PathStage("receive and ack", each(receive)))
        let reading = PathMeter(work.broker)
        var read = 0
        for delivery in deliveries {
            read += BatchCodec.decode(delivery.body, contentType: delivery.contentType).count
        }
        let decodeEvents = reading.finish().cpuSeconds
        guard read >= events else { throw CommandFailure(.no, "\(events) events were accepted and \(read) received") }

        let pool = try await PathPool(stores, work.configuration, work.bus, source: PreparedSource(deliveries))
        try await pool.connect()
        let apply = try await Self.metered(work.broker) {
            try await PathServices.running([], limit: limit, of: "applying") { try await pool.runtime.run() }
        }
        stages.append(PathStage("pool: decode, apply, commit", each(apply)))
        stages.append(PathStage("  of it decoding events", each(decodeEvents)))
        let outcomes = try await Self.metered(work.broker) {
            try await PathServices.running([pool.outcomes.run], limit: limit, of: "publishing outcomes") {
                try await pool.outcomes.emptied(pool.ledger.outbox)
            }
        }
        stages.append(PathStage("outcomes: read, batch, publish, mark", each(outcomes)))
        await gateway.close()
        await pool.close()

        var measurement = whole.finish()
        measurement.nativeMessages = messages.count
        measurement.events = events
        measurement = try await pool.counted(measurement, queueMessages: count)
        measurement.stages = stages
        return measurement
    }

    private static func metered(_ broker: BrokerCPU, _ body: () async throws -> Void) async throws -> Double {
        let meter = PathMeter(broker)
        try await body()
        return meter.finish().cpuSeconds
    }

    /// CPU seconds of the two pure stages.
    private static func codecs(
        _ messages: [NativeMessage], _ broker: BrokerCPU
    ) throws -> (decode: Double, encode: Double) {
        let bySystem = Dictionary(uniqueKeysWithValues: PathTraffic.codecs.map { ($0.system, $0) })
        let now = SystemClock.now()
        var drafts: [EventDraft] = []
        let decoding = PathMeter(broker)
        for message in messages {
            guard let codec = bySystem[message.system] else { continue }
            drafts += try codec.decode(message.bytes, received: now).events
        }
        let decode = decoding.finish().cpuSeconds
        let encoding = PathMeter(broker)
        for draft in drafts {
            _ = try EventCodec.encode(draft, sequence: 1, recordedTime: now, partitioning: .standard)
        }
        return (decode, encoding.finish().cpuSeconds)
    }

    private func received(_ count: Int, _ limit: Duration) async throws -> ([Delivery], Double) {
        let queues = BrokerNames.declarations(in: try Stores.partitioning(work.configuration))
        let meter = PathMeter(work.broker)
        let source = try work.bus.source(queues, role: "pool")
        let deliveries = try await PathServices.running([], limit: limit, of: "receiving") {
            var deliveries: [Delivery] = []
            while deliveries.count < count, let some = try await source.next(maximum: 512) {
                source.acknowledge(some.map(\.tag))
                deliveries += some
            }
            return deliveries
        }
        await source.stop()
        return (deliveries, meter.finish().cpuSeconds)
    }
}
