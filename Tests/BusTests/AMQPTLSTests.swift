import Bus
import Foundation
import Testing
import TestSupport

@Suite(.serialized) struct AMQPTLSTests {
    /// A node that speaks TLS 1.2 with a certificate for `localhost` and asks clients for one of the same authority.
    private func withBroker(
        _ body: (TestBus, TestCertificates, BusConfiguration) async throws -> Void
    ) async throws {
        let certificates = try await TestCertificates()
        defer { certificates.folder.remove() }
        let port = try FreePort.any()
        let broker = try await PrivateBroker.start(
            settings: """
                listeners.ssl.1 = 127.0.0.1:\(port)
                ssl_options.cacertfile = \(certificates.authority)
                ssl_options.certfile = \(certificates.certificate)
                ssl_options.keyfile = \(certificates.key)
                ssl_options.versions.1 = tlsv1.2
                ssl_options.verify = verify_peer
                ssl_options.fail_if_no_peer_cert = false
                auth_mechanisms.1 = PLAIN
                auth_mechanisms.2 = EXTERNAL
                ssl_cert_login_from = common_name

                """)
        let bus = TestBus(broker: broker, virtualHost: broker.virtualHost)
        let good = bus.configuration {
            $0.endpoints = [Endpoint(host: "localhost", port: port)]
            $0.tls = TLSConfiguration(authorityFile: certificates.authority)
        }
        do {
            try await body(bus, certificates, good)
        } catch {
            try await broker.discard()
            throw error
        }
        try await broker.discard()
    }

    private func failure(_ configuration: BusConfiguration) async throws -> BusError? {
        let client = try AMQPTopologyClient(configuration)
        defer { Task { await client.close() } }
        do {
            try await client.connect()
            return nil
        } catch {
            return error
        }
    }

    @Test func onlyTheNamedBrokerWithACertificateOfTheAuthorityIsTrusted() async throws {
        try await withBroker { bus, ours, good in
            let foreign = try await TestCertificates()
            defer { foreign.folder.remove() }
            try await bus.declare("q")
            let publisher = try AMQPPublisher(good)
            #expect(await publisher.publish(bus.numbered(0..<100, to: "q")).confirmed == 100)
            await publisher.close()
            let source = try AMQPSource(queues: ["q"], good)
            #expect(try await source.take(100).count == 100)
            await source.stop()

            var wrongAddress = good
            wrongAddress.endpoints[0].host = "127.0.0.1"
            var wrongAuthority = good
            wrongAuthority.tls = TLSConfiguration(authorityFile: foreign.authority)
            var noAuthority = good
            noAuthority.tls = TLSConfiguration(authorityFile: "/nonexistent")
            // Other listeners of the same node, each with a certificate that must not do.
            let expired = try await ours.make("expired", name: "localhost", days: -1)
            let named = try await ours.make("named", name: "broker.example")
            var refused = [wrongAddress, wrongAuthority, noAuthority]
            for (pair, versions) in [(expired, "'tlsv1.2'"), (named, "'tlsv1.2'")] {
                var configuration = good
                configuration.endpoints[0].port = try await listen(bus, ours.authority, pair, versions)
                refused.append(configuration)
            }
            for (index, configuration) in refused.enumerated() {
                let error = try await failure(configuration)
                #expect(error?.code == .tls, "case \(index): \(error?.description ?? "accepted")")
                #expect(error?.isRetryable == false, "case \(index)")
            }
            // The way in which the two were refused is not that nobody listens.
            var right = good
            right.endpoints[0].port = try await listen(
                bus, ours.authority, .init(certificate: ours.certificate, key: ours.key), "'tlsv1.2'")
            #expect(try await failure(right) == nil)
            // Older than TLS 1.2 is not spoken, even with the right certificate.
            var old = good
            old.endpoints[0].port = try await listen(
                bus, ours.authority, .init(certificate: ours.certificate, key: ours.key), "'tlsv1.1', 'tlsv1'")
            #expect(try await failure(old)?.code == .tls)
        }
    }

    /// Opens one more TLS listener on the node.
    private func listen(
        _ bus: TestBus, _ authority: String, _ pair: TestCertificates.Pair, _ versions: String
    ) async throws -> Int {
        let port = try FreePort.any()
        try await bus.broker.eval(
            "ok = rabbit_networking:start_ssl_listener({\"127.0.0.1\", \(port)}, [{cacertfile, \"\(authority)\"}, "
                + "{certfile, \"\(pair.certificate)\"}, {keyfile, \"\(pair.key)\"}, {versions, [\(versions)]}], 1).")
        return port
    }

    @Test func aClientCertificateStandsForTheUser() async throws {
        try await withBroker { bus, ours, good in
            let own = try await ours.make("client", name: bus.broker.user)
            let stranger = try await ours.make("stranger", name: "stranger")
            var external = good
            external.login = .certificate
            external.user = "ignored"
            external.password = Secret("wrong")
            external.tls?.certificateFile = own.certificate
            external.tls?.keyFile = own.key
            // The node has not loaded the plugin yet: no such way to log in, and trying again is of no use.
            let unsupported = try #require(try await failure(external))
            #expect(unsupported.code == .authenticationFailed)
            #expect(!unsupported.isRetryable)
            try await bus.broker.eval(
                "[P] = filelib:wildcard(filename:join(filename:dirname(code:lib_dir(rabbit)), "
                    + "\"rabbitmq_auth_mechanism_ssl-*/ebin\")), true = code:add_pathz(P), "
                    + "rabbit_registry:register(auth_mechanism, <<\"EXTERNAL\">>, rabbit_auth_mechanism_ssl).")
            try await bus.declare("q")
            let publisher = try AMQPPublisher(external)
            #expect(await publisher.publish(bus.numbered(0..<10, to: "q")).confirmed == 10)
            await publisher.close()

            var unknown = external
            unknown.tls?.certificateFile = stranger.certificate
            unknown.tls?.keyFile = stranger.key
            #expect(try await failure(unknown)?.code == .authenticationFailed)
            // A certificate beside a password: the password decides.
            var both = external
            both.login = .password
            #expect(try await failure(both)?.code == .authenticationFailed)
            var mismatched = external
            mismatched.tls?.keyFile = stranger.key
            #expect(try await failure(mismatched)?.code == .tls)
        }
    }

    @Test func aCertificateLoginWithoutACertificateIsAMistake() throws {
        var configuration = BusConfiguration(password: Secret("x"))
        configuration.login = .certificate
        #expect(throws: BusError.self) { try configuration.validate() }
        configuration.tls = TLSConfiguration(authorityFile: "ca.pem")
        #expect(throws: BusError.self) { try configuration.validate() }
        configuration.tls?.certificateFile = "client.pem"
        #expect(throws: BusError.self) { try configuration.validate() }
        configuration.tls?.keyFile = "client.key"
        try configuration.validate()
    }
}
