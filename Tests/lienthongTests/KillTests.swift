import Events
import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// What stops the process in the middle of its work.
    @Suite struct Stops {
        @Test("kill -9 in the middle of the load, again and again: nothing is lost and nothing happens twice")
        func killed() async throws {
            try await Installation.with("killed") { installation in
                try await installation.up()
                try await installation.importOffices()
                let sender = try installation.startSimulation(seed: 21, count: 60, ["--rate", "60"])
                let kills = try await interrupt(installation, sender, atMost: 5) { try await installation.kill() }
                #expect(kills >= 2)
                let sent = try await installation.result(of: sender)
                #expect(sent.exit == 0, "\(sent.errors)")
                try await installation.expectOracle(21)
                try await installation.expectAllProcessed()
                try await expectEachOnce(installation)
            }
        }

        @Test("SIGTERM under load: the process finishes what it has, ends with 0, and the next one goes on")
        func stopped() async throws {
            try await Installation.with("stopped") { installation in
                try await installation.up()
                try await installation.importOffices()
                let sender = try installation.startSimulation(seed: 22, count: 50, ["--rate", "60"])
                let stops = try await interrupt(installation, sender, atMost: 2) {
                    let code = try await installation.stop()
                    #expect(code == 0)
                }
                #expect(stops >= 1)
                let sent = try await installation.result(of: sender)
                #expect(sent.exit == 0, "\(sent.errors)")
                try await installation.expectOracle(22)
                try await installation.expectAllProcessed()
                try await expectEachOnce(installation)
            }
        }

        @Test("A second `up` on the same data is refused while the first runs")
        func secondUp() async throws {
            try await Installation.with("second") { installation in
                try await installation.up()
                let second = try await installation.run("up")
                #expect(second.exit == 75)
                #expect(second.errors.contains("another `lienthong up`"))
            }
        }

        /// Ends `up` whenever some more events have gone out, and starts it again, as long as the sender has something left.
        private func interrupt(
            _ installation: Installation, _ sender: RunningProgram, atMost limit: Int, _ end: () async throws -> Void
        ) async throws -> Int {
            for count in 0..<limit {
                try await eventually("some events are confirmed, or all are sent") {
                    if sender.isRunning { try await installation.confirmed() >= 30 } else { true }
                }
                guard sender.isRunning else { return count }
                try await end()
                try await installation.up()
            }
            return limit
        }

        /// Each accepted event is in exactly one history or in none, and no history has anything else.
        private func expectEachOnce(_ installation: Installation) async throws {
            let accepted = try await installation.acceptedIDs()
            let applied = try await installation.state().values.flatMap(\.events)
            #expect(Set(accepted).count == accepted.count)
            #expect(Set(applied).count == applied.count)
            #expect(Set(applied).isSubset(of: accepted))
            #expect(!applied.isEmpty)
        }
    }
}
