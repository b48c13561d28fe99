import Bus
import Testing
import TestSupport

@Suite struct AMQPTLSTests {
    @Test func onlyTheNamedBrokerWithACertificateOfTheAuthorityIsTrusted() async throws {
        let ours = try await TestCertificates()
        let foreign = try await TestCertificates()
        defer {
            ours.folder.remove()
            foreign.folder.remove()
        }
        let port = try FreePort.any()
        let broker = try await PrivateBroker.start(
            settings: """
                listeners.ssl.1 = 127.0.0.1:\(port)
                ssl_options.cacertfile = \(ours.authority)
                ssl_options.certfile = \(ours.certificate)
                ssl_options.keyfile = \(ours.key)
                ssl_options.versions.1 = tlsv1.2

                """)
        let bus = TestBus(broker: broker, virtualHost: broker.virtualHost)
        let good = bus.configuration {
            $0.endpoints = [Endpoint(host: "localhost", port: port)]
            $0.tls = TLSConfiguration(authorityFile: ours.authority)
        }
        try await bus.declare("q")
        let publisher = try AMQPPublisher(good)
        #expect(await publisher.publish(bus.numbered(0..<100, to: "q")).confirmed == 100)
        await publisher.close()
        let source = try AMQPSource(queues: ["q"], good)
        #expect(try await source.take(100).count == 100)
        await source.stop()

        var wrongName = good
        wrongName.endpoints[0].host = "127.0.0.1"
        var wrongAuthority = good
        wrongAuthority.tls = TLSConfiguration(authorityFile: foreign.authority)
        var noAuthority = good
        noAuthority.tls = TLSConfiguration(authorityFile: "/nonexistent")
        for configuration in [wrongName, wrongAuthority, noAuthority] {
            let client = try AMQPTopologyClient(configuration)
            let error = await #expect(throws: BusError.self) { try await client.connect() }
            #expect(error?.code == .tls)
            await client.close()
        }
        try await broker.discard()
    }
}
