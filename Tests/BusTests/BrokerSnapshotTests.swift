import Bus
import Foundation
import JSON
import TestSupport
import Testing

/// What the broker's own export shows and AMQP does not: policies, operator policies, bindings.
@Suite struct BrokerSnapshotTests {
    private let topology = Topology(
        exchanges: [ExchangeDeclaration(name: "events")],
        queues: [
            QueueDeclaration(
                name: "pool",
                kind: .quorum(
                    QuorumOptions(
                        singleActiveConsumer: true, deliveryLimit: 10, deadLetterExchange: "", deadLetterRoutingKey: "poison"))),
            QueueDeclaration(name: "poison", kind: .quorum(QuorumOptions())),
            QueueDeclaration(name: "journal", kind: .stream(StreamOptions())),
        ],
        bindings: [
            BindingDeclaration(exchange: "events", queue: "pool", routingKey: "*.*.p00"),
            BindingDeclaration(exchange: "events", queue: "journal", routingKey: "#"),
        ])

    /// A document as `export_definitions` writes it, made of our own.
    private func differences(
        _ topology: Topology? = nil, policies: [JSONValue] = [], operatorPolicies: [(String, JSONValue)] = []
    ) throws -> [String] {
        let own = BrokerDefinitions(
            virtualHost: "v", topology: topology ?? self.topology, matrix: PermissionMatrix(users: []))
        var document = try #require(own.complete.object)
        document["policies"] = .array(policies)
        document["parameters"] = .array(
            operatorPolicies.map { name, value in
                ["vhost": "v", "component": "operator_policy", "name": .string(name), "value": value]
            })
        return try BrokerSnapshot(definitions: .object(document), virtualHost: "v")
            .differences(from: self.topology).map(\.description)
    }

    private func policy(
        _ name: String, _ pattern: String, _ definition: JSONValue, to: String = "queues", priority: Int64 = 0
    ) -> JSONValue {
        [
            "vhost": "v", "name": .string(name), "pattern": .string(pattern), "apply-to": .string(to),
            "priority": .integer(priority), "definition": definition,
        ]
    }

    @Test func ourOwnDocumentHasNoDifference() throws { #expect(try differences() == []) }

    @Test(arguments: [
        ("message-ttl", JSONValue.integer(1000)), ("expires", 100_000), ("max-length", 5), ("max-length-bytes", 5000),
        ("delivery-limit", 9), ("delivery-limit", -1), ("ha-mode", "all"),
    ] as [(String, JSONValue)])
    func aPolicyThatChangesAQueueIsNamed(_ key: String, _ value: JSONValue) throws {
        let definition = JSONValue.object(JSONObject([.init(key: key, value: value)]))
        for (kind, found) in [
            ("policy", try differences(policies: [policy("x", "^pool$", definition)])),
            ("operator policy", try differences(operatorPolicies: [("x", policy("x", "^pool$", definition))])),
        ] {
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("queue pool: \(kind) x: \(key)") == true, "\(found)")
        }
        #expect(try differences(policies: [policy("x", "^other$", definition)]) == [])
        #expect(try differences(policies: [policy("x", "^pool$", definition, to: "exchanges")]) == [])
    }

    @Test func whatChangesNothingIsNoDifference() throws {
        // Our arguments come first, higher limits do not count, and how long a stream keeps its messages is free.
        let settings: JSONValue = [
            "overflow": "drop-head", "dead-letter-exchange": "elsewhere", "dead-letter-strategy": "at-most-once",
            "dead-letter-routing-key": "other", "delivery-limit": 50, "queue-leader-locator": "balanced",
        ]
        #expect(try differences(policies: [policy("x", "^pool$", settings)]) == [])
        let retention: JSONValue = ["max-age": "30D", "max-length-bytes": 1_000_000, "stream-max-segment-size-bytes": 1000]
        #expect(try differences(policies: [policy("x", "^journal$", retention)]) == [])
    }

    @Test func whatTheDeclarationLeavesOpenIsNamed() throws {
        let found = try differences(policies: [policy("x", "^po", ["dead-letter-exchange": "elsewhere"], to: "all")])
        #expect(found == ["queue poison: policy x: dead-letter-exchange elsewhere: the topology has none"])
        let swallow = try differences(policies: [policy("x", ".*", ["alternate-exchange": "sink"], to: "exchanges")])
        #expect(swallow.count == 1)
        #expect(swallow.first?.contains("alternate-exchange sink") == true)
    }

    @Test func onlyThePolicyInForceCounts() throws {
        let ttl = policy("ttl", "pool", ["message-ttl": 1000])
        #expect(try differences(policies: [ttl, policy("high", ".*", ["delivery-limit": 50], priority: 1)]) == [])
        #expect(try differences(policies: [ttl, policy("same", ".*", ["delivery-limit": 50])]).count == 1)
        #expect(try differences(policies: [policy("odd", "(?<", ["message-ttl": 1])]).count == 2)
    }

    @Test func bindingsAndArgumentsAreCompared() throws {
        var other = topology
        other.bindings[0].routingKey = "#"
        other.exchanges[0].kind = .fanout
        other.queues[0].kind = .quorum(QuorumOptions(deliveryLimit: 10))
        other.queues.removeLast()
        let found = try differences(other)
        for text in [
            "exchange events: type fanout instead of topic",
            "queue pool: x-dead-letter-strategy is absent instead of \"at-least-once\"",
            "queue pool: x-single-active-consumer is absent instead of true", "queue journal: missing",
            "binding events -> pool (*.*.p00): missing", "binding events -> pool (#): not part of the topology",
        ] { #expect(found.contains(text), "\(text) in \(found)") }
    }

    @Test func otherDocumentsAreRefused() {
        for document: JSONValue in [[:], [1], "x", ["queues": [], "vhosts": []]] {
            #expect(throws: BusError.self) { try BrokerSnapshot(definitions: document, virtualHost: "v") }
        }
    }

    @Test func aRealExportIsRead() async throws {
        let bus = try await TestBus.shared()
        let client = try AMQPTopologyClient(bus.configuration)
        _ = try await client.apply(topology)
        func found() async throws -> [String] {
            let text = try await bus.broker.ctl("-q", "export_definitions", "-")
            let snapshot = try BrokerSnapshot(
                definitions: try JSON.parse(Array(text.utf8)), virtualHost: bus.virtualHost)
            return snapshot.differences(from: topology).map(\.description)
        }
        #expect(try await found() == [])
        // What no channel shows: AMQP finds nothing, the export all of it.
        try await bus.broker.ctl(
            "set_operator_policy", "-p", bus.virtualHost, "--apply-to", "queues", "short", "^pool$",
            "{\"message-ttl\": 1000, \"max-length\": 5}")
        try await bus.broker.ctl("set_policy", "-p", bus.virtualHost, "few", "^poison$", "{\"delivery-limit\": 3}")
        try await client.declare(BindingDeclaration(exchange: "events", queue: "pool", routingKey: "more"))
        try await client.delete(topology.bindings[1])
        #expect(try await client.check(topology) == [])
        await client.close()
        #expect(
            Set(try await found()) == [
                "queue pool: operator policy short: message-ttl 1000 ms: messages that wait longer are dropped or dead-lettered",
                "queue pool: operator policy short: max-length 5: the topology has no such limit",
                "queue poison: policy few: delivery-limit 3 instead of 20",
                "binding events -> journal (#): missing", "binding events -> pool (more): not part of the topology",
            ])
    }
}
