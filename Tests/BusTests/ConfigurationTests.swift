import Bus
import Foundation
import Testing
import TestSupport

@Suite struct ConfigurationTests {
    @Test(arguments: [
        ("broker", "broker", 5672), ("broker:5671", "broker", 5671), ("10.0.0.1:1", "10.0.0.1", 1),
        ("[::1]:56720", "::1", 56720), ("[::1]", "::1", 5672),
    ]) func readsEndpoints(text: String, host: String, port: Int) {
        #expect(Endpoint(text) == Endpoint(host: host, port: port))
    }

    @Test(arguments: ["", ":5672", "a:", "a:0", "a:65536", "a:x", "::1", "[::1", "[::1]x", "a:-1"])
    func refusesWhatIsNoEndpoint(text: String) { #expect(Endpoint(text) == nil) }

    @Test func anEndpointReadsBackAsItIsWritten() {
        for endpoint in [Endpoint(host: "::1", port: 5), Endpoint(host: "a", port: 6)] {
            #expect(Endpoint(endpoint.description) == endpoint)
        }
    }

    @Test func aSecretIsShownNowhere() {
        let configuration = BusConfiguration(password: Secret("hunter2"))
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped, "\(configuration.password)"] {
            #expect(!text.contains("hunter2"))
        }
    }

    @Test func aSecretFileLosesItsLineEnd() async throws {
        try await TemporaryDirectory.with { folder in
            try Data("s3cret\n".utf8).write(to: URL(fileURLWithPath: folder.file("p")))
            try Data("\n".utf8).write(to: URL(fileURLWithPath: folder.file("empty")))
            #expect(try Secret(contentsOfFile: folder.file("p")).value == "s3cret")
            #expect(throws: BusError.self) { try Secret(contentsOfFile: folder.file("empty")) }
            let error = #expect(throws: BusError.self) { try Secret(contentsOfFile: folder.file("none")) }
            #expect(error?.code == .invalidConfiguration)
        }
    }
}
