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
                let sender = try installation.startSimulation(seed: 21, count: 60, ["--rate", "120"])
                for _ in 0..<4 {
                    try await eventually("some events are confirmed") { try await installation.confirmed() >= 40 }
                    try await installation.kill()
                    #expect(sender.isRunning, "the traffic ended before the last kill")
                    try await installation.up()
                }
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
                let sender = try installation.startSimulation(seed: 22, count: 50, ["--rate", "150"])
                for _ in 0..<2 {
                    try await eventually("some events are confirmed") { try await installation.confirmed() >= 40 }
                    #expect(try await installation.stop() == 0)
                    #expect(sender.isRunning, "the traffic ended before the last stop")
                    try await installation.up()
                }
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

        /// Each accepted event is in exactly one history or in none, and no history has anything else.
        private func expectEachOnce(_ installation: Installation) async throws {
            let accepted = try await installation.acceptedIDs()
            let applied = try await installation.state().values.flatMap(\.events)
            #expect(Set(accepted).count == accepted.count)
            for (key, state) in try await installation.state() {
                #expect(Set(state.events).count == state.events.count, "\(key)")
            }
            #expect(Set(applied).isSubset(of: accepted))
        }
    }
}
