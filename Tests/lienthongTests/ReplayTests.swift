import Events
import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// Sending events of the journal again.
    @Suite struct Replays {
        @Test("Replayed into the pool nothing changes; replayed into a Python consumer every event comes, marked")
        func replayed() async throws {
            try await Installation.with("replay") { installation in
                try await installation.up()
                try await installation.importOffices()
                try await installation.simulate(seed: 61, count: 25)
                try await installation.expectOracle(61)
                let account = try await installation.expectAllProcessed()
                let state = try await installation.state()

                let pool = try await run("again", to: "declarations", installation)
                #expect(pool.expected >= Int64(try await installation.acceptedIDs().count))
                #expect(pool.published == pool.expected)
                try await installation.expectOracle(61)
                #expect(try await installation.account() == account)
                #expect(try await installation.state() == state)

                try await installation.attach("audit", to: "#")
                let python = try await run("python", to: "audit", installation, "--system", "epayment")
                let read = try await Python.run(
                    Python.example("consumer.py"),
                    installation.connection(to: "lt.consumer.audit") + ["--expect", "\(python.expected)", "--idle", "20"],
                    in: installation.folder)
                #expect(read.exit == 0, "\(read.errors)")
                let json = try #require(read.json)
                #expect(json["delivered"]?.integer == python.expected)
                #expect(json["replayed"]?.integer == python.expected)
                #expect(json["different"]?.integer == account["systems"]?["epayment"]?["accepted"]?.integer)
                let types = try #require(json["types"]?.object?.members.map(\.key))
                #expect(types.allSatisfy { $0.hasPrefix("vn.customs.epayment.") })
                #expect(types.contains("vn.customs.epayment.payment.made.v1"))
                #expect(try await installation.account() == account)
            }
        }

        @Test("Only what was planned runs: another hash, an unknown name and a used name are refused")
        func refused() async throws {
            try await Installation.with("replay-refused") { installation in
                try await installation.up()
                let file = installation.folder.file("good.txt")
                try Data(try Valid.submission()).write(to: URL(fileURLWithPath: file))
                #expect(try await installation.run("publish", "vnaccs", file).exit == 0)
                try await eventually("it is applied") {
                    try await installation.account()["systems"]?["vnaccs"]?["processed"] == 1
                }
                let plan = try await installation.run("replay", "plan", "one", "--to", "declarations", "--format", "json")
                #expect(plan.exit == 0, "\(plan.errors)")
                let hash = try #require(plan.json?["hash"]?.string)
                let wrong = String(hash.reversed())
                #expect(try await installation.run("replay", "run", "one", "--hash", wrong).exit == 1)
                #expect(try await installation.run("replay", "run", "two", "--hash", hash).exit == 65)
                #expect(try await installation.run("replay", "plan", "one", "--to", "declarations").exit != 0)
                #expect(try await installation.run("replay", "plan", "Ä", "--to", "declarations").exit == 65)
                let status = try await installation.run("replay", "status", "one", "--format", "json")
                #expect(status.json?["status"] == "planned")
                #expect(status.json?["published"] == 0)
            }
        }

        /// Plans a replay and runs it to its end.
        private func run(
            _ name: String, to target: String, _ installation: Installation, _ filter: String...
        ) async throws -> (expected: Int64, published: Int64) {
            let plan = try await installation.result(
                of: installation.start(["replay", "plan", name, "--to", target, "--format", "json"] + filter))
            #expect(plan.exit == 0, "\(plan.errors)")
            let hash = try #require(plan.json?["hash"]?.string)
            let expected = try #require(plan.json?["expectedEvents"]?.integer)
            let run = try await installation.run("replay", "run", name, "--hash", hash, "--format", "json")
            #expect(run.exit == 0, "\(run.errors)")
            #expect(run.json?["status"] == "done")
            return (expected, try #require(run.json?["published"]?.integer))
        }
    }
}
