import Events
import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// One role a process.
    @Suite struct Roles {
        @Test("Gateway, worker and control, each in a process of its own, bring all traffic to where the oracle says")
        func separate() async throws {
            try await Installation.with("roles") { installation in
                let control = try await installation.startControl()
                let gateway = try await installation.startGateway()
                let worker = try await installation.startWorker()
                #expect(try await installation.processes() == ["control@test-1", "gateway@test-1", "worker@test-1"])
                try await installation.importOffices()
                try await installation.simulate(seed: 81, count: 40)
                try await installation.expectOracle(81)
                try await installation.expectAllProcessed()
                try await installation.expectNothingTwice()
                try await installation.expectOutcomesSent()
                for program in [gateway, worker, control] {
                    program.send(SIGTERM)
                    #expect(try await program.exit() == 0, "\(program.tail())")
                }
            }
        }

        @Test("A release passes from the control process to a gateway and back: what was held comes first")
        func released() async throws {
            try await Installation.with("roles-release") { installation in
                try await installation.startControl()
                try await installation.startGateway()
                try await installation.startWorker()
                try await installation.importOffices()
                let paused = try await installation.run("receivers", "pause", "epayment", "--reason", "test", "--until", "+1h")
                try #require(paused.exit == 0, "\(paused.errors)")
                try await eventually("the gateway holds") {
                    try await installation.receiver("epayment").texts("confirmed") == ["gateway@test-1"]
                }
                try await installation.simulate(seed: 82, count: 20)
                let held = try await installation.account()["systems"]?["epayment"]?["held"]?.integer ?? 0
                #expect(held > 0)
                let resumed = try await installation.run("receivers", "resume", "epayment")
                try #require(resumed.exit == 0, "\(resumed.errors)")
                try await eventually("the receiver is open") {
                    try await installation.receiver("epayment")["state"] == "open"
                }
                try await installation.expectOracle(82)
                try await installation.expectAllProcessed()
            }
        }

        @Test("What only one process may have is refused to a second one; a second worker is not")
        func refused() async throws {
            try await Installation.with("roles-locks") { installation in
                try await installation.up()
                let port = try FreePort.any()
                let gateway = try await installation.run(
                    "gateway", "--process", "gateway-2", "--port", "\(port)", "--drop-folder", "")
                #expect(gateway.exit == 75)
                #expect(gateway.errors.contains("outbox.sqlite"))
                let control = try await installation.run("control")
                #expect(control.exit == 75)
                try await installation.startWorker("--process", "worker-2", consumers: 2)
                let same = try await installation.run("worker", "--process", "worker-2")
                #expect(same.exit == 75)
                #expect(same.errors.contains("--process"))
                #expect(try await installation.processes() == ["test-1", "worker-2"])
            }
        }

        @Test("A worker is told which partitions there are when it is asked to take others", arguments: ["8", "3-1", "0,,1", "p1"])
        func partitions(list: String) async throws {
            try await Installation.with("roles-partitions") { installation in
                let result = try await installation.run("worker", "--partitions", list)
                #expect(result.exit == 64)
                #expect(result.errors.contains("--partitions"))
            }
        }
    }
}
