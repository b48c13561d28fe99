import Events
import Foundation
import JSON
import Store
import TestSupport
import Testing

extension Running {
    /// The night of 14/15 March 2025, with the plan that is shipped, while traffic goes on.
    @Suite struct Night {
        static let plan = Installation.sample("plan.yaml")
        static let name = "night-2025-03-15"
        /// Declarations of the evening and of the morning after.
        static let evening = ["--start", "2025-03-14T20:00:00+07:00", "--hours", "8"]

        @Test("The plan runs to its end under traffic; every declaration ends as the oracle says, nothing is lost")
        func underTraffic() async throws {
            try await Installation.with("night") { installation in
                try await installation.up()
                try await installation.importOffices()
                let check = try await installation.run("cutover", "check", Self.plan, "--format", "json")
                #expect(check.exit == 0, "\(check.output)\(check.errors)")
                #expect(check.json?["passed"] == true)
                #expect(check.json?["planHash"]?.string?.count == 64)

                let sender = try installation.startSimulation(seed: 31, count: 60, Self.evening + ["--rate", "80"])
                try await eventually("traffic goes on") { try await installation.confirmed() >= 20 }
                #expect(sender.isRunning)
                let run = try await installation.run("cutover", "start", Self.plan, "--format", "json")
                #expect(run.exit == 0, "\(run.errors)")
                #expect(run.json?["status"] == "done")
                let sent = try await installation.result(of: sender, within: .seconds(180))
                #expect(sent.exit == 0, "\(sent.errors)")
                try await expectMorning(installation, seed: 31)
                try await expectReport(installation, run.json)
            }
        }

        /// After the n-th step has begun, `up` is killed. Together they meet the pauses, the drain, the import and the releases.
        @Test("kill -9 of `up` in the middle of the cutover, several times: started again it ends with the same state")
        func killed() async throws {
            try await Installation.with("night-killed") { installation in
                try await installation.up()
                try await installation.importOffices()
                let sender = try installation.startSimulation(seed: 32, count: 60, Self.evening + ["--rate", "60"])
                try await eventually("traffic goes on") { try await installation.confirmed() >= 20 }
                for step in [2, 5, 6, 8, 12] {
                    let run = try installation.start(["cutover", "start", Self.plan])
                    try await eventually("step \(step) begins, or the run ends") {
                        try await begun(installation) >= step || !run.isRunning
                    }
                    try await installation.kill()
                    let ended = try await run.exit()
                    #expect(ended == 69 || ended == 0, "\(run.tail())")
                    try await installation.up()
                }
                let last = try await installation.run("cutover", "start", Self.plan)
                #expect(last.exit == 0, "\(last.output)\(last.errors)")
                let sent = try await installation.result(of: sender, within: .seconds(180))
                #expect(sent.exit == 0, "\(sent.errors)")
                try await expectMorning(installation, seed: 32)
            }
        }

        @Test("What cannot work is said beforehand, and what was not checked is not started")
        func refused() async throws {
            try await Installation.with("night-refused") { installation in
                try await installation.up()
                let text = try String(contentsOfFile: Self.plan, encoding: .utf8)
                func write(_ name: String, _ plan: String) throws -> String {
                    let path = installation.folder.file(name)
                    try Data(plan.utf8).write(to: URL(fileURLWithPath: path))
                    return path
                }
                // The plan's files are relative to its folder: moved alone, it lacks them.
                let alone = try write("alone.yaml", text)
                let check = try await installation.run("cutover", "check", alone, "--format", "json")
                #expect(check.exit == 1)
                #expect(check.output.contains("offices-before.csv"))
                let unknown = try write("unknown.yaml", text.replacing("deadline: 30m", with: "dead-line: 30m"))
                let misspelt = try await installation.run("cutover", "check", unknown)
                #expect(misspelt.exit == 65)
                #expect(misspelt.errors.contains("unknown.yaml"))
                #expect(misspelt.errors.contains("dead-line"))
                let missing = try await installation.run("cutover", "check", "/nowhere/plan.yaml")
                #expect(missing.exit == 65)
                let report = try await installation.run("cutover", "report", Self.name)
                #expect(report.exit == 65)
                let verify = try await installation.run("audit", "verify", "--format", "json")
                #expect(verify.json?["intact"] == true)
            }
        }

        /// How many steps of the run have begun, by its durable record.
        private func begun(_ installation: Installation) async throws -> Int {
            let control = try await SQLiteControl(path: installation.folder.file("data/control.sqlite"))
            let record = try await control.record("cutover", Self.name)
            try await control.close()
            let steps = try record.map { try JSON.parse($0.value)["steps"]?.array ?? [] } ?? []
            return steps.count { ($0["attempts"]?.integer ?? 0) > 0 }
        }

        private func expectMorning(_ installation: Installation, seed: Int) async throws {
            try await installation.expectOracle(seed, wait: 90)
            try await installation.expectAllProcessed()
            let receivers = try #require(
                try await installation.run("receivers", "list", "--format", "json").json?.array)
            #expect(receivers.map { $0["state"] } == Array(repeating: "open", count: 4))
            #expect(receivers.map { $0["held"] } == Array(repeating: 0, count: 4))
            #expect(receivers.map { $0["missing"] } == Array(repeating: [], count: 4))
            let audit = try await installation.run("audit", "verify", "--format", "json")
            #expect(audit.exit == 0, "\(audit.errors)")
            #expect(audit.json?["intact"] == true)
            let again = try await installation.run("cutover", "start", Self.plan, "--format", "json")
            #expect(again.exit == 0, "\(again.errors)")
            let ids = try await installation.state().values.flatMap(\.events)
            #expect(Set(ids).count == ids.count)
        }

        private func expectReport(_ installation: Installation, _ run: JSONValue?) async throws {
            let report = try await installation.run("cutover", "report", Self.name)
            #expect(report.exit == 0)
            let steps = try #require(run?["steps"]?.array)
            #expect(steps.count == 15)
            for step in steps {
                let id = try #require(step["id"]?.string)
                #expect(step["status"] == "done", "\(id)")
                #expect(report.output.contains("## \(id)\n"), "\(id)")
            }
            #expect(report.output.contains("Started by"))
        }
    }
}
