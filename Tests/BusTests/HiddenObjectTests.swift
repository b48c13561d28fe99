import Bus
import Testing

/// Looking for objects as RabbitMQ 4.2.7 and later let a user look: only at what he has some right on.
@Suite struct HiddenObjectTests {
    private struct Broker: TopologyClient {
        /// Every exchange and queue that the user has a right on, and whether it is there.
        var visible: [String: Bool]
        var refusal = BusError(.accessRefused, "ACCESS_REFUSED", replyCode: 403)

        private func look(_ name: String) throws(BusError) -> Bool {
            guard let isThere = visible[name] else { throw refusal }
            return isThere
        }

        func state(ofQueue name: String) async throws(BusError) -> QueueState? {
            try look(name) ? QueueState(messages: 0, consumers: 0) : nil
        }
        func exists(exchange name: String) async throws(BusError) -> Bool { try look(name) }
        func declare(_ exchange: ExchangeDeclaration) async throws(BusError) { throw refusal }
        func declare(_ queue: QueueDeclaration) async throws(BusError) { throw refusal }
        func declare(_ binding: BindingDeclaration) async throws(BusError) { throw refusal }
        func delete(_ binding: BindingDeclaration) async throws(BusError) { throw refusal }
        func delete(queue name: String) async throws(BusError) { throw refusal }
        func close() async {}
    }

    private let topology = Topology(
        exchanges: [ExchangeDeclaration(name: "events"), ExchangeDeclaration(name: "held")],
        queues: ["mine", "gone", "others"].map { QueueDeclaration(name: $0, kind: .quorum(QuorumOptions())) },
        bindings: ["mine", "gone", "others"].map { BindingDeclaration(exchange: "events", queue: $0, routingKey: "#") })

    @Test func whatAUserMayNotSeeIsNotHisToMiss() async throws {
        let broker = Broker(visible: ["events": true, "mine": true, "gone": false])
        #expect(
            try await broker.missing(of: topology) == [
                TopologyDifference(.queue("gone"), .missing),
                TopologyDifference(.binding(exchange: "events", queue: "gone", routingKey: "#"), .missing),
            ])
    }

    @Test(arguments: [
        BusError(.accessRefused, "the user may not use the virtual host", replyCode: 530),
        BusError(.connectionLost, "the broker has gone", isRetryable: true),
    ])
    func otherRefusalsAreErrors(_ refusal: BusError) async throws {
        let broker = Broker(visible: ["events": true], refusal: refusal)
        let error = await #expect(throws: BusError.self) { try await broker.missing(of: topology) }
        #expect(error?.code == refusal.code)
    }
}
