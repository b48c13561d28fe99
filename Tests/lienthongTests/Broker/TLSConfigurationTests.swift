import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// `broker.tls` of the configuration file, read by the program itself.
    @Suite("The broker over TLS") struct TLSConfigurationTests {
        @Test("With an authority everything goes over TLS: topology, doctor and the whole pipeline")
        func everythingGoesOverTLS() async throws {
            try await TLSBroker.with { tls in
                try await Installation.with("tls", broker: tls.node) { installation in
                    // Without a certificate of one's own the password is enough for this node.
                    try installation.write(port: tls.port, tls: .init(authority: tls.authority))
                    let apply = try await installation.run("topology", "apply")
                    #expect(apply.exit == 0, "\(apply.errors)")

                    let user = tls.node.user
                    let files = Installation.TLSFiles(
                        authority: "ca.pem", certificate: tls.certificate(user), key: tls.key(user))
                    // A relative path starts at the configuration file.
                    try FileManager.default.copyItem(atPath: tls.authority, toPath: installation.folder.file("ca.pem"))
                    try installation.write(port: tls.port, tls: files)
                    let check = try await installation.run("topology", "check", "--format", "json")
                    #expect(check.exit == 0, "\(check.errors)")
                    #expect(check.json == [])
                    try await installation.up()
                    try await installation.importOffices()
                    try await installation.simulate(seed: 91, count: 3)
                    try await installation.expectOracle(91)
                    let doctor = try await installation.run("doctor")
                    #expect(doctor.exit == 0, "\(doctor.output)")
                    let connections = try await tls.connections()
                    #expect(connections.tls > 0)
                    #expect(connections.plain == 0)
                    #expect(try await installation.stop() == 0)
                }
            }
        }

        @Test("By certificate no password is needed; the certificate decides who it is")
        func aCertificateStandsForTheUser() async throws {
            try await TLSBroker.with { tls in
                try await Installation.with("tls-external", broker: tls.node) { installation in
                    func login(_ login: String, as user: String) async throws -> CommandResult {
                        try installation.write(
                            port: tls.port,
                            tls: .init(authority: tls.authority, certificate: tls.certificate(user), key: tls.key(user)),
                            passwordFile: "/nowhere/password", more: "login: \(login)")
                        return try await installation.run("topology", "apply")
                    }
                    let own = try await login("certificate", as: tls.node.user)
                    #expect(own.exit == 0, "\(own.errors)")
                    let stranger = try await login("certificate", as: "stranger")
                    #expect(stranger.exit == 69)
                    #expect(stranger.errors.contains("rabbitmq_auth_mechanism_ssl"), "\(stranger.errors)")
                    #expect(stranger.errors.contains(tls.certificate("stranger")), "\(stranger.errors)")
                    let password = try await login("password", as: tls.node.user)
                    #expect(password.exit == 65)
                    #expect(password.errors.contains("/nowhere/password"), "\(password.errors)")
                    let unknown = try await login("fingerprint", as: tls.node.user)
                    #expect(unknown.exit == 65)
                    #expect(unknown.errors.contains("broker.login"), "\(unknown.errors)")
                }
            }
        }

        /// A configuration that must not lead to a connection.
        private struct Wrong {
            var name: String
            var host = "localhost"
            var port: Int
            var files: Installation.TLSFiles
            var exit: Int32
            /// What the answer names, so that whoever reads it knows what to do.
            var says: [String]
        }

        @Test("What is wrong ends with 69 or 65, says what to do, and shows no secret")
        func wrong() async throws {
            try await TLSBroker.with { tls in
                let foreign = try TemporaryDirectory("lienthong-foreign")
                defer { foreign.remove() }
                try await TLSBroker.makeCertificates(in: foreign.path, for: tls.node.user)
                try await Installation.with("tls-wrong", broker: tls.node) { installation in
                    // The same, right in everything, is answered "no": nothing has been declared.
                    try installation.write(port: tls.port, tls: .init(authority: tls.authority))
                    #expect(try await installation.run("topology", "check").exit == 1)
                    let secrets = try secrets(tls)
                    for wrong in Self.wrong(tls, foreign: foreign) {
                        try installation.write(host: wrong.host, port: wrong.port, tls: wrong.files)
                        for command in ["check", "apply"] {
                            let result = try await installation.run("topology", command)
                            #expect(result.exit == wrong.exit, "\(wrong.name): \(result.errors)")
                            for text in wrong.says { #expect(result.errors.contains(text), "\(wrong.name): \(result.errors)") }
                            expectNone(of: secrets, in: result, wrong.name)
                        }
                        let doctor = try await installation.run("doctor", "--format", "json")
                        #expect(doctor.exit == 1, "\(wrong.name)")
                        let finding = doctor.json?.array?.first { $0["subject"] == "broker" && $0["verdict"] == "wrong" }
                        let text = "\(finding?["detail"]?.string ?? "") \(finding?["mend"]?.string ?? "")"
                        for part in wrong.says { #expect(text.contains(part), "\(wrong.name): \(doctor.output)") }
                        expectNone(of: secrets, in: doctor, wrong.name)
                    }
                }
            }
        }

        private static func wrong(_ tls: TLSBroker, foreign: TemporaryDirectory) -> [Wrong] {
            let user = tls.node.user
            let own = Installation.TLSFiles(
                authority: tls.authority, certificate: tls.certificate(user), key: tls.key(user))
            func files(_ change: (inout Installation.TLSFiles) -> Void) -> Installation.TLSFiles {
                var files = own
                change(&files)
                return files
            }
            let missing = tls.certificates + "/missing.pem"
            return [
                Wrong(
                    name: "an authority that did not sign it", port: tls.port,
                    files: files { $0.authority = foreign.file("ca.pem") }, exit: 69,
                    says: ["broker.tls.authority", foreign.file("ca.pem")]),
                Wrong(
                    name: "another name than in the certificate", host: tls.node.host, port: tls.port, files: own, exit: 69,
                    says: ["name the host", tls.node.host]),
                Wrong(
                    name: "a port without TLS", port: tls.node.port, files: own, exit: 69,
                    says: ["TLS 1.2", "localhost:\(tls.node.port)"]),
                Wrong(
                    name: "TLS without saying so", port: tls.port, files: .init(), exit: 69, says: ["localhost:\(tls.port)"]),
                Wrong(
                    name: "the key of another certificate", port: tls.port, files: files { $0.key = tls.key("stranger") },
                    exit: 69, says: ["broker.tls.key", own.certificate]),
                Wrong(
                    name: "a certificate that the broker does not trust", port: tls.port,
                    files: files {
                        $0.certificate = foreign.file("\(user).pem")
                        $0.key = foreign.file("\(user).key")
                    }, exit: 69, says: ["broker.tls.certificate", "trust"]),
                Wrong(
                    name: "no such authority", port: tls.port, files: files { $0.authority = missing }, exit: 65,
                    says: ["broker.tls.authority", missing]),
                Wrong(
                    name: "no such certificate", port: tls.port, files: files { $0.certificate = missing }, exit: 65,
                    says: ["broker.tls.certificate", missing]),
                Wrong(
                    name: "no such key", port: tls.port, files: files { $0.key = missing }, exit: 65,
                    says: ["broker.tls.key", missing]),
                Wrong(
                    name: "a certificate without its key", port: tls.port, files: files { $0.key = "" }, exit: 65,
                    says: ["certificate and its key"]),
                // Plain TCP would send the password in the clear.
                Wrong(
                    name: "a certificate without an authority", port: tls.node.port, files: files { $0.authority = "" },
                    exit: 65, says: ["broker.tls.authority"]),
            ]
        }

        /// The password, and a line from the inside of each key.
        private func secrets(_ tls: TLSBroker) throws -> [String] {
            let keys = try [tls.node.user, "stranger", "server"].map { name in
                let lines = try String(contentsOfFile: tls.key(name), encoding: .utf8).split(separator: "\n")
                return String(try #require(lines.dropFirst().first))
            }
            return keys + [tls.node.password]
        }

        private func expectNone(
            of secrets: [String], in result: CommandResult, _ name: String,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            for secret in secrets {
                #expect(!result.output.contains(secret), "\(name)", sourceLocation: sourceLocation)
                #expect(!result.errors.contains(secret), "\(name)", sourceLocation: sourceLocation)
            }
        }
    }
}
