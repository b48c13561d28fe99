import Bus
import Events
import Foundation
import TestSupport
import Testing

/// A virtual host that was prepared by importing definitions, with two attached consumers; made once for the suite.
struct PreparedBroker {
    static let virtualHost = "rights"
    static let password = "drawn-for-a-test"

    let broker: PrivateBroker
    let definitions: BrokerDefinitions

    private static let single = Task {
        let broker = try await PrivateBroker.shared()
        let everything = try #require(RoutingPattern("#"))
        let consumers = [
            try #require(AttachedConsumer(name: "statistics", patterns: [everything])),
            try #require(AttachedConsumer(name: "bank-1", patterns: [everything], isPartitioned: true)),
        ]
        let definitions = BrokerDefinitions(
            virtualHost: virtualHost, topology: LienThongTopology.topology(partitions: .standard, consumers: consumers),
            matrix: LienThongRights.matrix(consumers: consumers))
        let folder = try TemporaryDirectory("rights")
        defer { folder.remove() }
        for (name, document) in [("definitions", definitions.complete), ("objects", definitions.objects)] {
            let file = folder.file(name)
            try Data(document.prettyText.utf8).write(to: URL(fileURLWithPath: file))
            try await broker.ctl("import_definitions", file)
        }
        let prepared = PreparedBroker(broker: broker, definitions: definitions)
        try await prepared.expectNobodyCanLogIn()
        for user in definitions.matrix.users { try await broker.setPassword(password, of: user.name) }
        return prepared
    }

    static func shared() async throws -> PreparedBroker { try await single.value }

    func configuration(_ user: String, password: String = password) -> BusConfiguration {
        BusConfiguration(
            endpoints: [Endpoint(host: broker.host, port: broker.port)], virtualHost: Self.virtualHost, user: user,
            password: Secret(password), connectionName: user, publishDeadline: .seconds(20),
            reconnect: Backoff(shortest: .milliseconds(20), longest: .milliseconds(200)))
    }

    private func expectNobodyCanLogIn() async throws {
        for user in definitions.matrix.users {
            for password in ["", Self.password] {
                let client = try AMQPTopologyClient(configuration(user.name, password: password))
                let error = await #expect(throws: BusError.self) { try await client.connect() }
                #expect(error?.code == .authenticationFailed, "\(user.name)")
                await client.close()
            }
        }
    }
}
