import Bus
import Metrics
import MetricsTestKit
import TestSupport
import Testing

/// What operators see of the bus, through a metrics double that belongs to one test.
@Suite struct BusMetricsTests {
    private func labels(_ role: String, outcome: String? = nil) -> [(String, String)] {
        [("connection", "test"), ("role", role)] + (outcome.map { [("outcome", $0)] } ?? [])
    }

    private func total(_ metrics: TestMetrics, _ name: String, _ role: String, outcome: String? = nil) -> Int64 {
        metrics.counterTotal(label: name, dimensions: labels(role, outcome: outcome))
    }

    private func gauge(_ metrics: TestMetrics, _ name: String, _ role: String) throws -> Double? {
        try metrics.expectGauge(name, labels(role)).lastValue
    }

    /// A caller goes on a moment before its answer is counted.
    private func expectPublished(_ metrics: TestMetrics, _ outcome: String, _ count: Int64) async throws {
        try await eventually("\(count) are \(outcome)") {
            total(metrics, BusMetrics.published, "publisher", outcome: outcome) == count
        }
    }

    @Test func publishing() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let metrics = TestMetrics()
        let publisher = try withMetricsFactory(metrics) { try AMQPPublisher(bus.configuration) }
        #expect(try gauge(metrics, BusMetrics.connectionUp, "publisher") == 0)
        _ = await publisher.publish(bus.numbered(0..<10, to: "q"))
        _ = await publisher.publish(bus.numbered(0..<3, to: "nowhere"))
        try await expectPublished(metrics, "confirmed", 10)
        try await expectPublished(metrics, "returned", 3)
        #expect(total(metrics, BusMetrics.connectionsOpened, "publisher") == 1)
        #expect(try gauge(metrics, BusMetrics.connectionUp, "publisher") == 1)
        let latency = try metrics.expectTimer(BusMetrics.confirmLatency, labels("publisher"))
        try await eventually("both calls are timed") { latency.values.count == 2 }
        #expect(latency.values.allSatisfy { $0 > 0 })
        let inFlight = try metrics.expectGauge(BusMetrics.inFlight, labels("publisher"))
        #expect(inFlight.values.contains { $0 > 0 })

        // An exchange that does not exist: the broker closes the channel, and the link is opened again.
        let lost = await publisher.publish([
            OutboundMessage(exchange: "no such exchange", routingKey: "", contentType: "text/plain", body: [])
        ])
        #expect(lost.confirmed == 0)
        try await expectPublished(metrics, "indeterminate", 1)
        #expect(total(metrics, BusMetrics.channelsClosed, "publisher") == 1)
        #expect(total(metrics, BusMetrics.connectionsLost, "publisher") == 1)
        await publisher.close()
        #expect(try gauge(metrics, BusMetrics.connectionUp, "publisher") == 0)
        #expect(try gauge(metrics, BusMetrics.inFlight, "publisher") == 0)
        #expect(try gauge(metrics, BusMetrics.waiting, "publisher") == 0)
    }

    @Test func consuming() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        try await bus.fill("q", 0..<20)
        let metrics = TestMetrics()
        let source = try withMetricsFactory(metrics) { try bus.source("q") }
        let first = try await source.take(20)
        source.acknowledge(first.prefix(5).map(\.tag))
        try await eventually("five acks are counted") { total(metrics, BusMetrics.acknowledged, "source") == 5 }
        try await eventually("the broker has five acks") { try await bus.unacknowledged("q") == 15 }
        #expect(total(metrics, BusMetrics.deliveries, "source") == 20)
        #expect(total(metrics, BusMetrics.redeliveries, "source") == 0)
        try await bus.broker.closeConnections(of: bus.virtualHost)
        let again = try await source.take(15)
        source.acknowledge(first.suffix(15).map(\.tag))
        try await eventually("fifteen acks are stale") { total(metrics, BusMetrics.staleAcks, "source") == 15 }
        source.acknowledge(again.map(\.tag))
        try await eventually("all are acknowledged") { total(metrics, BusMetrics.acknowledged, "source") == 20 }
        #expect(total(metrics, BusMetrics.deliveries, "source") == 35)
        #expect(total(metrics, BusMetrics.redeliveries, "source") == 15)
        #expect(total(metrics, BusMetrics.connectionsOpened, "source") == 2)
        #expect(total(metrics, BusMetrics.connectionsLost, "source") == 1)
        await source.stop()
        #expect(try gauge(metrics, BusMetrics.connectionUp, "source") == 0)
    }

    @Test func asking() async throws {
        let bus = try await TestBus.shared()
        let metrics = TestMetrics()
        let client = try withMetricsFactory(metrics) { try AMQPTopologyClient(bus.configuration) }
        #expect(try await client.state(ofQueue: "nothing") == nil)
        #expect(total(metrics, BusMetrics.channelsClosed, "control") == 1)
        #expect(total(metrics, BusMetrics.connectionsOpened, "control") == 1)
        #expect(total(metrics, BusMetrics.connectionsLost, "control") == 0)
        await client.close()
        #expect(try gauge(metrics, BusMetrics.connectionUp, "control") == 0)
    }

    @Test func anAlarmShowsAsBlocked() async throws {
        try await TestBus.withOwnBroker { bus in
            try await bus.declare("q")
            let metrics = TestMetrics()
            let publisher = try withMetricsFactory(metrics) { try AMQPPublisher(bus.configuration) }
            #expect(await publisher.publish(bus.numbered(0..<1, to: "q")).confirmed == 1)
            try await bus.broker.setMemoryAlarm(true)
            // The broker tells a connection only once it publishes.
            async let outcome = publisher.publish(bus.numbered(1..<2, to: "q"))
            try await eventually("blocked") { (try? gauge(metrics, BusMetrics.blocked, "publisher")) == 1 }
            try await bus.broker.setMemoryAlarm(false)
            try await eventually("unblocked") { (try? gauge(metrics, BusMetrics.blocked, "publisher")) == 0 }
            #expect(await outcome.confirmed == 1)
            await publisher.close()
        }
    }
}
