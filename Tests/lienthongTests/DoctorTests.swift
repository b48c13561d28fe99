import Bus
import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// What must be true to run, and how to mend what is not.
    @Suite struct DoctorAndTopology {
        @Test("Topology: what is missing is found, declared, and then nothing differs; the doctor agrees")
        func healthy() async throws {
            try await Installation.with("doctor") { installation in
                let missing = try await installation.run("topology", "check")
                #expect(missing.exit == 1)
                #expect(missing.output.contains("lt.declarations.p00"))
                try await expectWrong("topology", "lienthong topology apply", installation)
                #expect(try await installation.run("topology", "apply").exit == 0)
                let check = try await installation.run("topology", "check", "--format", "json")
                #expect(check.exit == 0)
                #expect(check.json == [])
                try await installation.up()
                let doctor = try await installation.run("doctor")
                #expect(doctor.exit == 0, "\(doctor.output)")
                #expect(!doctor.output.contains("WRONG"))
            }
        }

        @Test("A queue that differs is named, left alone, and `up` says so while it goes on accepting")
        func differingQueue() async throws {
            try await Installation.with("doctor-queue") { installation in
                let client = try AMQPTopologyClient(
                    BusConfiguration(
                        endpoints: [Endpoint(host: installation.broker.host, port: installation.broker.port)],
                        virtualHost: installation.virtualHost, user: installation.broker.user,
                        password: Secret(installation.broker.password)))
                try await client.declare(
                    QueueDeclaration(name: "lt.poison", kind: .quorum(QuorumOptions(deliveryLimit: 3))))
                await client.close()
                let apply = try await installation.run("topology", "apply")
                #expect(apply.exit == 1)
                #expect(apply.output.contains("lt.poison"))
                #expect(try await installation.run("topology", "check").exit == 1)
                try await expectWrong("topology", "delete", installation)
                try await installation.up()
                #expect(try await installation.post(try Valid.submission(), as: .vnaccs).status == 200)
            }
        }

        @Test("No broker at the address, a wrong password, a virtual host that does not exist")
        func broker() async throws {
            try await Installation.with("doctor-broker") { installation in
                try installation.write(brokerPort: try FreePort.any())
                try await expectWrong("broker", "start the broker", installation)
                #expect(try await installation.run("topology", "check").exit == 69)
                #expect(try await installation.run("topology", "apply").exit == 69)

                let password = installation.folder.file("password")
                try Data("not the password".utf8).write(to: URL(fileURLWithPath: password))
                try installation.write(passwordFile: password)
                try await expectWrong("broker", password, installation)
                #expect(try await installation.run("topology", "check").exit == 69)

                try installation.write(passwordFile: "/nowhere/password")
                try await expectWrong("broker", "/nowhere/password", installation)

                try installation.write(virtualHost: "no-such-host")
                try await expectWrong("broker", "no-such-host", installation)
            }
        }

        @Test("A data folder that is a file, one that cannot be written, and stores that are damaged")
        func dataFolder() async throws {
            try await Installation.with("doctor-data") { installation in
                #expect(try await installation.run("topology", "apply").exit == 0)
                let file = installation.folder.file("occupied")
                try Data("x".utf8).write(to: URL(fileURLWithPath: file))
                try installation.write(data: "occupied")
                try await expectWrong("data folder", file, installation)
                #expect(try await installation.run("up").exit == 69)
                try installation.write(data: "occupied/data")
                try await expectWrong("data folder", file, installation)

                // A user without rights; for root nothing but a file system without write access is closed.
                let closed = geteuid() == 0 ? "/proc/self/fdinfo" : installation.folder.file("closed")
                if geteuid() != 0 {
                    try FileManager.default.createDirectory(
                        atPath: closed, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o500])
                }
                try installation.write(data: closed + "/data")
                try await expectWrong("data folder", "write access", installation)

                let damaged = installation.folder.file("damaged")
                try FileManager.default.createDirectory(atPath: damaged, withIntermediateDirectories: false)
                try Data(repeating: 0x5A, count: 8192).write(to: URL(fileURLWithPath: damaged + "/ledger.sqlite"))
                try installation.write(data: "damaged")
                try await expectWrong("stores", "", installation)
                #expect(try await installation.run("up").exit == 69)
            }
        }

        @Test("A configuration that is wrong names the key, whatever the command")
        func configuration() async throws {
            try await Installation.with("doctor-config") { installation in
                let good = try String(contentsOfFile: installation.configuration, encoding: .utf8)
                for (text, named) in [
                    (good + "\ngatewy: {}", "gatewy"), (good + "\npartitions: 65", "partitions"),
                    (good + "\nworker: {prefetch: many}", "worker.prefetch"), ("- a list", "mapping"),
                    (good + "\nlog: {level: loud}", "log.level"),
                ] {
                    try Data(text.utf8).write(to: URL(fileURLWithPath: installation.configuration))
                    let result = try await installation.run("up")
                    #expect(result.exit == 65, "\(named)")
                    #expect(result.errors.contains(named), "\(result.errors)")
                }
            }
        }

        /// Exit code 1 and a finding about the subject whose mend says what it has to.
        private func expectWrong(
            _ subject: String, _ mend: String, _ installation: Installation,
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            let result = try await installation.run("doctor", "--format", "json")
            #expect(result.exit == 1, "\(result.output)", sourceLocation: sourceLocation)
            let findings = try #require(result.json?.array, "\(result.errors)", sourceLocation: sourceLocation)
            let wrong = findings.filter { $0["verdict"] == "wrong" && $0["subject"]?.string == subject }
            #expect(
                wrong.contains { finding in
                    let text = finding["mend"]?.string ?? ""
                    return !text.isEmpty && (mend.isEmpty || text.contains(mend))
                }, "\(result.output)", sourceLocation: sourceLocation)
        }
    }
}
