import Events
import Foundation
import JSON
import Store
import TestSupport
import Testing

extension Running {
    /// Two workers on one ledger.
    @Suite struct Takeover {
        @Test("kill -9 of the worker at work under load: the one that stands by goes on, nothing is lost or twice")
        func killed() async throws {
            try await Installation.with("takeover-kill") { installation in
                try await installation.startControl()
                try await installation.startGateway()
                try await installation.importOffices()
                let first = try await installation.startWorker()
                let second = try await installation.startWorker("--process", "worker-2", consumers: 2)
                let sender = try installation.startSimulation(seed: 83, count: 60, ["--rate", "60"])
                try await eventually("some events have gone out") { try await installation.confirmed() >= 60 }
                first.send(SIGKILL)
                try await first.exit()
                try await eventually("more events have gone out") { try await installation.confirmed() >= 200 }
                // Back under its name it stands by; then the other one goes, and it is at work again.
                let again = try await installation.startWorker(consumers: 2)
                second.send(SIGKILL)
                try await second.exit()
                let sent = try await installation.result(of: sender)
                #expect(sent.exit == 0, "\(sent.errors)")
                try await installation.expectOracle(83)
                try await installation.expectAllProcessed()
                try await installation.expectNothingTwice()
                try await installation.expectOutcomesSent()
                #expect(again.isRunning)
            }
        }

        @Test("Two workers with partitions of their own: both work, and one sends the outcomes of both")
        func divided() async throws {
            try await Installation.with("takeover-divided") { installation in
                try await installation.startControl()
                try await installation.startGateway()
                try await installation.importOffices()
                try await installation.startWorker("--partitions", "0-3", of: 0..<4)
                try await installation.startWorker("--process", "worker-2", "--partitions", "4-7", of: 4..<8)
                try await installation.simulate(seed: 84, count: 40)
                try await installation.expectOracle(84)
                try await installation.expectAllProcessed()
                try await installation.expectNothingTwice()
                try await installation.expectOutcomesSent()
            }
        }

        @Test("A worker that is stopped in its tracks is superseded; woken, it commits nothing of before and stands by")
        func stopped() async throws {
            try await Installation.with("takeover-stop") { installation in
                try installation.shortenHeartbeat()
                try await installation.startControl()
                try await installation.startGateway()
                try await installation.importOffices()
                let first = try await installation.startWorker()
                let second = try await installation.startWorker("--process", "worker-2", consumers: 2)
                let sender = try installation.startSimulation(seed: 85, count: 60, ["--rate", "60"])
                try await eventually("some events have gone out") { try await installation.confirmed() >= 60 }
                try await stop(first, installation)
                let sent = try await installation.result(of: sender)
                #expect(sent.exit == 0, "\(sent.errors)")
                try await installation.expectOracle(85, wait: 90)
                try await installation.expectOutcomesSent()
                let before = try await installation.state()

                first.send(SIGCONT)
                try await installation.whileRunning(first, "the woken worker stands by") {
                    let counts = try await installation.consumers()
                    return (0..<8).allSatisfy { counts[$0] == 2 }
                }
                #expect(try await installation.state() == before)
                try await installation.expectNothingTwice()
                second.send(SIGTERM)
                #expect(try await second.exit() == 0, "\(second.tail())")
                try await installation.simulate(seed: 86, count: 20)
                try await installation.expectOracle(86)
                try await installation.expectAllProcessed()
                try await installation.expectNothingTwice()
                try await installation.expectOutcomesSent()
            }
        }

        /// Stops a process between two of its transactions: stopped within one it keeps the file's lock, and nobody can commit
        /// until it is woken or killed.
        private func stop(_ program: RunningProgram, _ installation: Installation) async throws {
            let ledger = try await SQLiteLedger(path: installation.folder.file("data/ledger.sqlite"))
            var isBetween = false
            for _ in 0..<20 where !isBetween {
                try await program.suspend()
                isBetween = try await canCommit(ledger)
                if !isBetween { program.send(SIGCONT) }
            }
            try await ledger.close()
            guard isBetween else { throw NeverHappened(description: "the process was within a transaction at each of 20 stops") }
        }

        private func canCommit(_ ledger: SQLiteLedger) async throws -> Bool {
            do {
                try await ledger.transact { _ in }
                return true
            } catch let error where error.code == .busy {
                return false
            }
        }
    }
}
