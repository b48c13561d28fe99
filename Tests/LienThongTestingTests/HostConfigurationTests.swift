import Bus
import Consumers
import Foundation
import TestSupport
import Testing

@Suite struct HostConfigurationTests {
    private func read(_ text: String) throws -> HostConfiguration {
        let folder = try TemporaryDirectory("lienthong-host")
        defer { folder.remove() }
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("host.yaml")))
        return try HostConfiguration(file: folder.file("host.yaml"))
    }

    private let whole = """
        broker:
          endpoints: [one:5671, two]
          virtualHost: customs
          user: lt-consumer-notices
          passwordFile: secrets/password
          tls: {authority: ca.pem}
        ledger: /var/lib/notices/ledger.sqlite
        partitions: 16
        prefetch: 100
        """

    @Test func everyKeyIsRead() throws {
        let configuration = try read(whole)
        #expect(configuration.endpoints == [Endpoint(host: "one", port: 5671), Endpoint(host: "two")])
        #expect(configuration.virtualHost == "customs")
        #expect(configuration.user == "lt-consumer-notices")
        #expect(configuration.passwordFile.hasSuffix("/secrets/password"))
        #expect(configuration.passwordFile.hasPrefix("/"), "relative paths start from the file's folder")
        #expect(configuration.tls?.authorityFile.hasSuffix("/ca.pem") == true)
        #expect(configuration.ledger == "/var/lib/notices/ledger.sqlite")
        #expect(configuration.partitioning == Partitioning(count: 16))
        #expect(configuration.prefetch == 100)
    }

    @Test func whatIsNotSaidHasItsDefault() throws {
        let configuration = try read("{broker: {endpoints: [one], user: u, passwordFile: p}, ledger: l}")
        #expect(configuration.virtualHost == "lienthong")
        #expect(configuration.tls == nil)
        #expect(configuration.partitioning == .standard)
        #expect(configuration.prefetch == 64)
    }

    @Test(arguments: [
        ("user: lt-consumer-notices", "", "user"), ("ledger:", "book:", "ledger"), ("[one:5671, two]", "[]", "endpoints"),
        ("one:5671", "one:x", "endpoints"), ("partitions: 16", "partitions: 65", "partitions"),
        ("prefetch: 100", "prefetch: many", "prefetch"), ("prefetch: 100", "prefetsch: 100", "prefetsch"),
        ("{authority: ca.pem}", "{autority: ca.pem}", "authority"), ("virtualHost", "vhost", "vhost"),
    ])
    func whatIsWrongIsNamed(_ right: String, _ wrong: String, _ name: String) throws {
        let error = #expect(throws: HostError.self) { try read(whole.replacing(right, with: wrong)) }
        #expect(error?.code == .invalid)
        #expect(error?.exitCode == 65)
        #expect(error?.reason.contains(name) == true, "\(error?.reason ?? "")")
    }

    @Test func aFileThatIsNotThereOrNoYAML() throws {
        #expect(throws: HostError.self) { try HostConfiguration(file: "/nowhere/host.yaml") }
        #expect(throws: HostError.self) { try read("a: [") }
        #expect(throws: HostError.self) { try read("") }
    }

    /// What has to be mended first ends the program at once, instead of waiting for it for ever.
    @Test func aMissingPasswordFileAndALedgerThatCannotBeOpenedEndIt() async throws {
        try await TemporaryDirectory.with("lienthong-host") { folder in
            var configuration = HostConfiguration(
                endpoints: [Endpoint(host: "127.0.0.1", port: 1)], user: "u", passwordFile: folder.file("password"),
                ledger: folder.file("ledger.sqlite"))
            let password = await failure(of: configuration)
            #expect(password?.code == .broker)
            #expect(password?.exitCode == 69)
            configuration.ledger = folder.file("nowhere/ledger.sqlite")
            let ledger = await failure(of: configuration)
            #expect(ledger?.code == .store)
        }
    }

    private func failure(of configuration: HostConfiguration) async -> HostError? {
        do throws(HostError) {
            try await ConsumerHost(DeclarationConsumer(), configuration: configuration).run()
            return nil
        } catch {
            return error
        }
    }
}
