import Bus
import Events
import Foundation
import JSON
import Store
import TestSupport
import Testing

extension Running {
    /// What operators order the pool to do.
    @Suite struct Orders {
        @Test("A paused pool consumes nothing, in any of its workers, and goes on where it stopped")
        func wholePool() async throws {
            try await Installation.with("orders-pool") { installation in
                try await start(installation)
                try await installation.startWorker("--process", "worker-2", consumers: 2)
                try await order(installation, "pause", "--reason", "test", "--until", "+1h")
                try await eventually("both workers have let go") {
                    try await installation.partitionLines().allSatisfy {
                        $0["state"] == "paused" && $0["active"] == 0
                            && $0.texts("confirmed") == ["worker-2", "worker@test-1"] && $0.texts("missing").isEmpty
                    }
                }
                let before = try await installation.state()
                try await installation.simulate(seed: 91, count: 20)
                let ready = try await installation.partitionLines().compactMap { $0["ready"]?.integer }
                #expect(ready.reduce(0, +) > 0)
                #expect(try await installation.state() == before)
                let one = try await installation.run("worker", "resume", "--partition", "1")
                #expect(one.exit == 1)
                try await order(installation, "resume")
                try await installation.expectOracle(91)
                try await installation.expectAllProcessed()
                try await installation.expectNothingTwice()
            }
        }

        @Test("A paused partition waits in order while the others go on")
        func onePartition() async throws {
            try await Installation.with("orders-partition") { installation in
                try await start(installation)
                try await order(installation, "pause", "--partition", "3", "--reason", "test")
                try await eventually("partition 3 stands still, the others do not") {
                    let lines = try await installation.partitionLines()
                    return lines.enumerated().allSatisfy { $1["active"]?.integer == ($0 == 3 ? 0 : 1) }
                        && lines[3].texts("confirmed") == ["worker@test-1"]
                }
                try await installation.simulate(seed: 92, count: 40)
                try await eventually("all events but those of partition 3 are processed") {
                    try await unprocessed(installation).allSatisfy { $0.hasSuffix(".p03") }
                }
                #expect(try await !unprocessed(installation).isEmpty)
                try await order(installation, "resume", "--partition", "3")
                try await installation.expectOracle(92)
                try await installation.expectAllProcessed()
            }
        }

        @Test("A rate holds the pool back while it runs, and without it the rest comes at once")
        func rate() async throws {
            try await Installation.with("orders-rate") { installation in
                try await start(installation)
                try await order(installation, "set", "--rate", "1", "--reason", "test")
                try await installation.simulate(seed: 93, count: 30)
                // At one event a second this takes some minutes.
                #expect(try await !unprocessed(installation).isEmpty)
                // What a worker has in hand meanwhile waits and is not missing.
                _ = try await installation.account()
                try await order(installation, "set", "--rate", "0", "--batch", "64", "--reason", "test")
                try await installation.expectOracle(93)
                try await installation.expectAllProcessed()
                let list = try await installation.run("worker", "list", "--format", "json")
                #expect(list.json?["rate"] == .null)
                #expect(list.json?["batch"] == 64)
            }
        }

        @Test("A pause that lasts longer than expected is marked and alarms")
        func overdue() async throws {
            try await Installation.with("orders-overdue") { installation in
                let control = try await installation.startControl()
                let end = Timestamp(milliseconds: SystemClock.now().milliseconds + 10_000)
                try await order(installation, "pause", "--partition", "2", "--reason", "lunch", "--until", end.description)
                try await eventually("the pause is overdue") {
                    try await installation.partitionLines()[2]["overdue"] == true
                }
                try await eventually("the control role alarms") {
                    try String(contentsOfFile: control.errors, encoding: .utf8).contains("longer than expected")
                }
            }
        }

        private func start(_ installation: Installation) async throws {
            try await installation.startControl()
            try await installation.startGateway()
            try await installation.startWorker()
            try await installation.importOffices()
        }

        private func order(_ installation: Installation, _ words: String...) async throws {
            let result = try await installation.result(of: installation.start(["worker"] + words))
            try #require(result.exit == 0, "\(result.errors)")
        }

        /// Routing keys of what was accepted and has no effect yet.
        private func unprocessed(_ installation: Installation) async throws -> [String] {
            let outbox = try await SQLiteOutbox(path: installation.folder.file("data/outbox.sqlite"))
            let ledger = try await SQLiteLedger(path: installation.folder.file("data/ledger.sqlite"))
            var keys: [String] = []
            try await outbox.forEachPageOfAccepted { page throws(StoreError) in
                let processed = try await ledger.processed(page.map(\.inboxEntry), by: "declarations")
                keys += page.filter { !processed.contains($0.id) }.map(\.routingKey)
            }
            try await outbox.close()
            try await ledger.close()
            return keys
        }
    }
}
