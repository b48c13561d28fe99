import Foundation

@testable import TestSupport

/// A private node that speaks TLS beside plain TCP and lets a client certificate stand for its user, as `deploy/broker`
/// makes one.
struct TLSBroker {
    let node: PrivateBroker
    /// Where TLS is spoken, under the name `localhost`.
    let port: Int

    /// Its authority, and certificates for the node's user and for one that the node does not know; they go with the node.
    var certificates: String { node.folder + "/certificates" }
    var authority: String { certificates + "/ca.pem" }
    func certificate(_ user: String) -> String { "\(certificates)/\(user).pem" }
    func key(_ user: String) -> String { "\(certificates)/\(user).key" }

    /// Lends a node and ends it afterwards, whatever happened.
    static func with(_ body: (TLSBroker) async throws -> Void) async throws {
        let node = try await PrivateBroker.start()
        do {
            try await body(try await TLSBroker(node))
        } catch {
            try await node.discard()
            throw error
        }
        try await node.discard()
    }

    /// Stops the node and starts it anew, because a node takes up TLS only when it starts.
    private init(_ node: PrivateBroker) async throws {
        self.node = node
        port = try FreePort.any()
        try await Self.makeCertificates(in: certificates, for: node.user, "stranger")
        try await node.stop()
        let started = try await start()
        guard started.status == 0 else { throw Subprocess.Failure(description: started.errors) }
    }

    /// `deploy/broker start` with TLS and EXTERNAL.
    func start() async throws -> Subprocess.Result {
        try await start("--tls", certificates, "--tls-port", "\(port)", "--external")
    }

    /// `deploy/broker start` with these options of TLS.
    func start(_ options: String...) async throws -> Subprocess.Result {
        try await Subprocess.run(PrivateBroker.script, ["start", "--data", node.folder] + options)
    }

    static func makeCertificates(in folder: String, for users: String...) async throws {
        let made = try await Subprocess.run(PrivateBroker.script, ["certificates", folder] + users)
        guard made.status == 0 else { throw Subprocess.Failure(description: made.errors) }
    }

    /// How many of the node's AMQP connections are with TLS, and how many without.
    func connections() async throws -> (tls: Int, plain: Int) {
        let answer = try await node.eval(
            "Count = fun(S) -> length([P || P <- rabbit_networking:connections(), "
                + "[{ssl, S}] =:= (catch rabbit_networking:connection_info(P, [ssl]))]) end, {Count(true), Count(false)}.")
        let numbers = answer.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        guard numbers.count == 2 else { throw Subprocess.Failure(description: answer) }
        return (numbers[0], numbers[1])
    }
}

extension Installation {
    /// Lines of `broker.tls` in the configuration; relative to its folder, or absolute, or empty.
    struct TLSFiles {
        var authority = ""
        var certificate = ""
        var key = ""
    }

    /// Writes a configuration that reaches the broker by TLS.
    /// - Parameter more: further lines of the section `broker`.
    func write(host: String = "localhost", port: Int, tls: TLSFiles, passwordFile: String? = nil, more: String = "") throws {
        try write(passwordFile: passwordFile, brokerPort: port)
        let plain = try String(contentsOfFile: configuration, encoding: .utf8)
        let section = """
              host: \(host)
              tls: {authority: "\(tls.authority)", certificate: "\(tls.certificate)", key: "\(tls.key)"}

            """ + (more.isEmpty ? "" : "  \(more)\n")
        let text = plain.replacingOccurrences(of: "  host: \(broker.host)\n", with: section)
        guard text != plain else { throw NeverHappened(description: "there is no broker.host in\n\(plain)") }
        try Data(text.utf8).write(to: URL(fileURLWithPath: configuration))
    }
}
