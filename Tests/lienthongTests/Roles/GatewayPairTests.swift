import Events
import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// Two gateways of one installation, each with an outbox of its own.
    @Suite struct GatewayPair {
        @Test("Both accept, the account counts both, and what both were handed is counted once")
        func account() async throws {
            try await Installation.with("pair-account") { installation in
                let url = try await startPair(installation).url
                try await installation.startWorker()
                try await installation.importOffices()
                try await installation.simulate(seed: 87, count: 20)
                try await simulate(installation, seed: 88, to: url)
                try await installation.expectOracle(87)
                try await installation.expectOracle(88)
                let account = try await installation.expectAllProcessed()
                let own = Int64(try await installation.acceptedIDs().count)
                let all = SystemName.allCases.reduce(Int64(0)) {
                    $0 + (account["systems"]?[$1.rawValue]?["accepted"]?.integer ?? 0)
                }
                #expect(all > own)

                let state = try await installation.state()
                try await simulate(installation, seed: 87, to: url)
                try await installation.expectOracle(87)
                #expect(try await installation.account() == account)
                #expect(try await installation.state() == state)
            }
        }

        @Test("A pause is complete when both have confirmed it; who has not is named")
        func pause() async throws {
            try await Installation.with("pair-pause") { installation in
                let (second, _) = try await startPair(installation)
                try await second.suspend()
                let paused = try await installation.run("receivers", "pause", "vnaccs", "--reason", "test", "--until", "+1h")
                try #require(paused.exit == 0, "\(paused.errors)")
                try await eventually("the first has confirmed") {
                    try await installation.receiver("vnaccs").texts("confirmed") == ["gateway@test-1"]
                }
                let line = try await installation.receiver("vnaccs")
                #expect(line.texts("missing") == ["gateway-2"])
                #expect(line["complete"] == false)
                second.send(SIGCONT)
                try await eventually("both have confirmed") {
                    try await installation.receiver("vnaccs").texts("confirmed") == ["gateway-2", "gateway@test-1"]
                }
                #expect(try await installation.receiver("vnaccs")["complete"] == true)

                // A gateway that was killed is still waited for, until somebody says that it will not come back.
                second.send(SIGKILL)
                try await second.exit()
                let resumed = try await installation.run("receivers", "resume", "vnaccs")
                try #require(resumed.exit == 0, "\(resumed.errors)")
                try await eventually("the first has confirmed again") {
                    let line = try await installation.receiver("vnaccs")
                    return line.texts("confirmed") == ["gateway@test-1"] && line.texts("missing") == ["gateway-2"]
                }
                let alive = try await installation.run("processes", "forget", "gateway@test-1", "--reason", "test")
                #expect(alive.exit == 1)
                let forgotten = try await installation.run("processes", "forget", "gateway-2", "--reason", "test")
                #expect(forgotten.exit == 0, "\(forgotten.errors)")
                try await eventually("the release ends") {
                    try await installation.receiver("vnaccs")["state"] == "open"
                }
            }
        }

        private func startPair(_ installation: Installation) async throws -> (second: RunningProgram, url: String) {
            try await installation.startControl()
            try await installation.startGateway()
            let port = try FreePort.any()
            let second = try await installation.startGateway(
                "--process", "gateway-2", "--outbox", "outbox-2.sqlite", "--drop-folder", "drop-2", port: port)
            return (second, "http://127.0.0.1:\(port)")
        }

        private func simulate(_ installation: Installation, seed: Int, to url: String) async throws {
            let result = try await installation.run(
                "simulate", "--seed", "\(seed)", "--count", "20", "--to", url, "--oracle", installation.oracle(seed),
                within: .seconds(180))
            try #require(result.exit == 0, "\(result.errors)")
        }
    }
}
