import Bus
import Events
import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// `topology export`, and an installation on a broker that was prepared with what it wrote.
    @Suite("A prepared broker") struct ExportTests {
        private static let password = "drawn-for-a-test"

        @Test("Exported definitions make the broker whole; `up` works without a right to declare")
        func prepared() async throws {
            let broker = try await PrivateBroker.start()
            try await Installation.with("prepared", broker: broker) { installation in
                let folder = installation.folder.file("prepared")
                let file = installation.folder.file("given")
                try Data(Self.password.utf8).write(to: URL(fileURLWithPath: file))
                // A virtual host that only the import makes.
                func become(_ user: String) throws {
                    try installation.write(passwordFile: file, virtualHost: "customs", user: user)
                }
                try become(BrokerRole.deployer.user)
                let export = try await installation.run("topology", "export", "--out", folder)
                #expect(export.exit == 0, "\(export.errors)")
                #expect(export.output.split(separator: "\n").count == 3)
                try await broker.ctl("import_definitions", folder + "/definitions.json")
                for user in LienThongRights.matrix().users { try await broker.setPassword(Self.password, of: user.name) }

                let check = try await installation.run("topology", "check", "--format", "json")
                #expect(check.exit == 0, "\(check.errors)")
                #expect(check.json == [])
                // Later imports leave users alone, or the passwords would be gone.
                try await broker.ctl("import_definitions", folder + "/objects.json")

                try become(BrokerRole.allInOne)
                let refused = try await installation.run("topology", "check")
                #expect(refused.exit == 77, "\(refused.errors)")
                try await installation.up()
                try await installation.importOffices()
                try await installation.simulate(seed: 7, count: 5)
                try await installation.expectOracle(7)
                try await installation.expectAllProcessed()
                try await installation.attach("statistics", to: "epayment.#")
                let doctor = try await installation.run("doctor")
                #expect(doctor.exit == 0, "\(doctor.output)")
                #expect(doctor.output.contains("lt-deployer"))

                let again = try await installation.run("topology", "export", "--format", "json")
                let users = again.json?["users"]?.array?.compactMap { $0["name"]?.string }
                #expect(users?.contains("lt-consumer-statistics") == true)
                #expect(again.json?["users"]?.array?.allSatisfy { $0["password_hash"] == "" && $0["password"] == nil } == true)
            }
            try await broker.discard()
        }

        @Test("A prepared broker that lacks a queue keeps `up` from beginning, and says what is missing")
        func incomplete() async throws {
            let broker = try await PrivateBroker.start()
            try await Installation.with("incomplete", broker: broker) { installation in
                let folder = installation.folder.file("prepared")
                #expect(try await installation.run("topology", "export", "--out", folder).exit == 0)
                try await broker.ctl("import_definitions", folder + "/definitions.json")
                let user = BrokerRole.allInOne
                let file = installation.folder.file("given")
                try Data(Self.password.utf8).write(to: URL(fileURLWithPath: file))
                try await broker.setPassword(Self.password, of: user)
                let client = try AMQPTopologyClient(
                    BusConfiguration(
                        endpoints: [Endpoint(host: broker.host, port: broker.port)], virtualHost: installation.virtualHost,
                        user: broker.user, password: Secret(broker.password)))
                try await client.delete(queue: "lt.poison")
                await client.close()
                try installation.write(passwordFile: file, user: user)
                let doctor = try await installation.run("doctor")
                #expect(doctor.exit == 1)
                #expect(doctor.output.contains("lt.poison"))
            }
            try await broker.discard()
        }

        @Test("Of several endpoints the one that answers is taken; what is no endpoint is named")
        func endpoints() async throws {
            try await Installation.with("endpoints") { installation in
                let good = try String(contentsOfFile: installation.configuration, encoding: .utf8)
                func write(_ endpoints: String) throws {
                    let text = good.replacingOccurrences(of: "broker:\n", with: "broker:\n  endpoints: \(endpoints)\n")
                    try Data(text.utf8).write(to: URL(fileURLWithPath: installation.configuration))
                }
                try write("[\"127.0.0.1:\(try FreePort.any())\", 127.0.0.1:\(installation.broker.port)]")
                let apply = try await installation.run("topology", "apply")
                #expect(apply.exit == 0, "\(apply.errors)")
                try write("[127.0.0.1:port]")
                let refused = try await installation.run("topology", "apply")
                #expect(refused.exit == 65)
                #expect(refused.errors.contains("broker.endpoints"))
            }
        }
    }
}
