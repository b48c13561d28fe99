import Bus
import Consumers
import Events
import Foundation
import JSON
import Store
import TestSupport
import Testing

extension Running {
    /// A handler that ends its process on one event, by a mistake that no error handling catches, under a supervisor that
    /// starts the next process at once.
    @Suite("A crash loop") struct CrashLoops {
        /// What an operator does about the event, once the handler is mended.
        enum Way: CaseIterable, Sendable { case release, discard }

        @Test("What ends its process again and again is parked, with what comes behind it alone", arguments: Way.allCases)
        func parked(way: Way) async throws {
            try await Installation.with("crash-loop") { installation in
                try await installation.startControl()
                try await installation.startGateway()
                try await installation.importOffices()
                // Nobody takes anything yet: the first process has all of it in hand when it meets the event.
                try await installation.simulate(seed: 91, count: 20)
                let lines = try await queued(installation)
                let key = try #require(lines.filter { $0.value.count >= 4 }.keys.min(), "the traffic has no long story")
                let line = try #require(lines[key])
                // Not the first of its key: what was applied before it stays applied.
                let stuck = Array(line.dropFirst())

                try await withWorker(of: installation, dyingAt: stuck[0]) { worker in
                    try await expectParked(stuck, key, installation, worker)
                    try await expectApplied(lines.merging([key: [line[0]]]) { $1 }, installation, worker)
                }
                try await installation.startWorker()
                switch way {
                case .release: try await release(stuck, key, installation)
                case .discard: try await discard(stuck, key, installation)
                }
                #expect(try await parked(installation).isEmpty)
                // The key is as free as any other one, and the worker as good as new.
                try await installation.simulate(seed: 92, count: 5)
                try await installation.expectOracle(92)
                try await installation.expectOutcomesSent()
            }
        }

        /// Restarts the worker until the event is parked, with its cause and the attempts that it made by itself.
        private func expectParked(
            _ stuck: [String], _ key: String, _ installation: Installation, _ worker: FaultPost
        ) async throws {
            try await eventually("the event is parked", within: .seconds(120)) {
                try await worker.mend()
                return try await !parked(installation).isEmpty
            }
            try await eventually("all of its key waits behind it") { try await parked(installation).count == stuck.count }
            let list = try await parked(installation)
            #expect(list.map { $0["id"]?.string } == stuck)
            #expect(list.allSatisfy { $0["key"]?.string == key && $0["consumer"] == "declarations" })
            #expect(list.map { $0["cause"] } == ["suspect"] + stuck.dropFirst().map { _ in "behind" })
            // At first it had company; from then on it was alone, and its attempts were counted.
            let settings = ConsumerSettings()
            #expect(settings.suspectAttempts == 5)
            #expect(list.first?["attempts"]?.integer == 5)
            let deaths = Int(settings.suspectDeliveries) + settings.suspectAttempts
            #expect(worker.endings == Array(repeating: 128 + SIGKILL, count: deaths), "each death is the event's")
        }

        /// Expects the given events applied, once each and in the order of their key, by a process that lives on.
        private func expectApplied(
            _ lines: [String: [String]], _ installation: Installation, _ worker: FaultPost
        ) async throws {
            let deaths = worker.endings.count
            let ledger = try await SQLiteLedger(path: installation.folder.file("data/ledger.sqlite"))
            let entries = lines.flatMap { key, ids in ids.map { InboxEntry(id: $0, key: key) } }
            try await eventually("all others are done") {
                try await ledger.processed(entries, by: DeclarationConsumer().name).count == entries.count
            }
            for (key, line) in lines.sorted(by: { $0.key < $1.key }) {
                #expect(try await NotedPool.applied(to: key, in: ledger) == line, "\(key)")
            }
            try await ledger.close()
            #expect(worker.isRunning)
            #expect(try await worker.leave(), "it finishes and ends with 0")
            #expect(worker.endings.count == deaths)
        }

        private func release(_ stuck: [String], _ key: String, _ installation: Installation) async throws {
            let released = try await installation.run("parked", "release", key, "--format", "json")
            #expect(released.exit == 0, "\(released.errors)")
            #expect(released.json?.texts("released") == stuck)
            try await installation.expectOracle(91)
            try await installation.expectAllProcessed()
            try await installation.expectNothingTwice()
        }

        private func discard(_ stuck: [String], _ key: String, _ installation: Installation) async throws {
            let discarded = try await installation.run("parked", "discard", stuck[0], "--reason", "ends the process")
            #expect(discarded.exit == 0, "\(discarded.errors)")
            #expect(try await parked(installation).map { $0["id"]?.string } == Array(stuck.dropFirst()))
            let released = try await installation.run("parked", "release", key, "--format", "json")
            #expect(released.exit == 0, "\(released.errors)")
            #expect(released.json?.texts("released") == Array(stuck.dropFirst()))
            let systems = try #require(try await installation.account()["systems"]?.object)
            let totals = ["discarded", "parked", "waiting"].map { name in
                systems.members.reduce(0) { $0 + ($1.value[name]?.integer ?? 0) }
            }
            #expect(totals == [1, 0, 0])
            #expect(try await !installation.state().values.contains { $0.events.contains(stuck[0]) })
        }

        private func parked(_ installation: Installation) async throws -> [JSONValue] {
            let list = try await installation.run("parked", "list", "--format", "json")
            return try #require(list.json?.array, "\(list.errors)")
        }

        /// What lies in the pool's queues, by key, in order: what the journal has for the pool once it has all that was accepted.
        private func queued(_ installation: Installation) async throws -> [String: [String]] {
            let accepted = Set(try await installation.acceptedIDs())
            var lines: [String: [String]] = [:]
            try await eventually("everything accepted is in the journal") {
                lines = [:]
                var seen: Set<String> = []
                let tail = try await installation.run("journal", "tail", "--from", "first", "--format", "json")
                for text in tail.output.split(separator: "\n") {
                    let event = try JSON.parse(Array(text.utf8))
                    guard let id = event["id"]?.string, let key = event["key"]?.string,
                        let type = event["type"]?.string.flatMap(EventType.init), seen.insert(id).inserted,
                        DeclarationConsumer().entities.contains(where: { $0.matches(type) })
                    else { continue }
                    lines[key, default: []].append(id)
                }
                return seen.isSuperset(of: accepted)
            }
            return lines
        }

        /// Lends a worker process whose handler does not survive one event, and a supervisor's means to start it again.
        private func withWorker(
            of installation: Installation, dyingAt id: String, _ body: (FaultPost) async throws -> Void
        ) async throws {
            let broker = installation.broker
            let orders = FaultOrders(
                ledger: installation.folder.file("data/ledger.sqlite"), port: broker.port,
                virtualHost: installation.virtualHost, user: broker.user, passwordFile: broker.folder + "/password",
                queues: BrokerNames.declarations(in: .standard), prefetch: 32, batch: ConsumerSettings().batchEvents,
                heartbeatSeconds: 4, faults: [], trace: "", gate: "", clock: "", partitions: Partitioning.standard.count,
                lethal: id)
            let worker = FaultPost("dying", orders, faults: [], installation.folder, FaultLog())
            do {
                try worker.start()
                try await body(worker)
            } catch {
                print(worker.story.joined(separator: "\n"))
                // The first failure is the one to tell of.
                try? await worker.kill()
                throw error
            }
        }
    }
}
