import Foundation
import Testing

@testable import TestSupport

extension Running {
    /// `deploy/broker`, beyond what every other test asks of it.
    @Suite("deploy/broker") struct BrokerScriptTests {
        @Test("TLS and the login by certificate stay, through a second start, a kill and a start without options")
        func tlsStays() async throws {
            try await TLSBroker.with { tls in
                func expectBoth(sourceLocation: SourceLocation = #_sourceLocation) async throws {
                    let listeners = try await tls.node.eval(
                        "[{P, I, N} || {listener, _, P, _, I, N, _} <- rabbit_networking:node_listeners(node())].")
                    #expect(listeners.contains("{'amqp/ssl', {127, 0, 0, 1}, \(tls.port)}"), sourceLocation: sourceLocation)
                    #expect(listeners.contains("{amqp, {127, 0, 0, 1}, \(tls.node.port)}"), sourceLocation: sourceLocation)
                    let plugins = try await tls.node.eval("rabbit_plugins:active().")
                    #expect(plugins.contains("rabbitmq_auth_mechanism_ssl"), sourceLocation: sourceLocation)
                }
                try await expectBoth()
                let settings = tls.node.folder + "/etc/rabbitmq.conf"
                let before = try Data(contentsOf: URL(fileURLWithPath: settings))
                let second = try await tls.start()
                #expect(second.status == 0, "\(second.errors)")
                #expect(second.output.contains("state=already running"))
                #expect(second.output.contains("tls-port=\(tls.port)"))
                let other = try await tls.start("--no-tls")
                #expect(other.status == 1)
                #expect(other.errors.contains("stop it first"), "\(other.errors)")

                let authority = try Data(contentsOf: URL(fileURLWithPath: tls.authority))
                try await TLSBroker.makeCertificates(in: tls.certificates, for: tls.node.user, "third")
                #expect(try Data(contentsOf: URL(fileURLWithPath: tls.authority)) == authority)
                let mode = try FileManager.default.attributesOfItem(atPath: tls.key("third"))[.posixPermissions]
                #expect((mode as? NSNumber)?.intValue == 0o600)

                try await tls.node.kill()
                try await tls.node.restart()
                try await expectBoth()
                #expect(try Data(contentsOf: URL(fileURLWithPath: settings)) == before)

                try await tls.node.stop()
                let missing = try await tls.start("--tls", "/nowhere")
                #expect(missing.status == 65)
                #expect(missing.errors.contains("/nowhere/ca.pem"), "\(missing.errors)")
                let plain = try await tls.start("--no-tls")
                #expect(plain.status == 0, "\(plain.errors)")
                let plugins = try await tls.node.eval("rabbit_plugins:active().")
                #expect(!plugins.contains("rabbitmq_auth_mechanism_ssl"))
            }
        }

        @Test("A start that is interrupted leaves no node behind, and the next one starts it")
        func interruptedStart() async throws {
            let node = try await PrivateBroker.start()
            do {
                try await node.stop()
                let starting = try RunningProgram(
                    PrivateBroker.script, ["start", "--data", node.folder], output: node.folder + "/start.out",
                    errors: node.folder + "/start.err")
                var pid = ""
                try await eventually("the node's process is there") {
                    pid = (try? String(contentsOfFile: node.folder + "/pid", encoding: .utf8)) ?? ""
                    return pid.hasSuffix("\n")
                }
                starting.send(SIGTERM)
                #expect(try await starting.exit() == 143)
                let memory = "/proc/\(pid.trimmingCharacters(in: .newlines))/maps"
                // A process that has ended and that nobody has asked about yet has no memory.
                try await eventually("the node's process has ended") {
                    ((try? String(contentsOfFile: memory, encoding: .utf8)) ?? "").isEmpty
                }
                #expect(!FileManager.default.fileExists(atPath: node.folder + "/pid"))
                try await node.restart()
                try await node.eval("true.")
            } catch {
                try await node.discard()
                throw error
            }
            try await node.discard()
        }
    }
}
