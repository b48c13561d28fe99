import Events
import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// Traffic of all four systems through the built program and a real broker.
    @Suite struct EndToEnd {
        @Test("Every declaration ends as the oracle says, the account adds up, and the same files again change nothing")
        func wholeWay() async throws {
            try await Installation.with("whole-way") { installation in
                try await installation.up()
                try await installation.importOffices()
                try await installation.simulate(seed: 11, count: 60)
                try await installation.expectOracle(11)
                let account = try await installation.expectAllProcessed()
                expectKeys(account)
                try await expectShown(installation)

                let state = try await installation.state()
                #expect(state.count == 60)
                let files = installation.folder.file("traffic")
                let written = try await installation.run("simulate", "--seed", "11", "--count", "60", "--out", files)
                #expect(written.exit == 0, "\(written.errors)")
                for _ in 0..<2 {
                    for system in SystemName.allCases {
                        let result = try await installation.result(
                            of: installation.start(["publish", system.rawValue] + TrafficFolder.files(files, system)))
                        #expect(result.exit == 0, "\(result.errors)")
                    }
                }
                try await installation.simulate(seed: 11, count: 60)
                #expect(try await installation.account() == account)
                #expect(try await installation.state() == state)
            }
        }

        @Test("The order in which messages come does not change how declarations end", arguments: [1, 2] as [UInt64])
        func anyOrder(order: UInt64) async throws {
            try await Installation.with("any-order") { installation in
                try await installation.up()
                try await installation.importOffices()
                let files = installation.folder.file("traffic")
                let written = try await installation.run(
                    "simulate", "--seed", "12", "--count", "40", "--out", files, "--oracle", installation.oracle(12))
                #expect(written.exit == 0, "\(written.errors)")
                var messages: [(system: SystemName, bytes: [UInt8])] = []
                for system in SystemName.allCases {
                    for file in try TrafficFolder.files(files, system) {
                        messages.append((system, [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))))
                    }
                }
                var generator = TestSupport.SeededGenerator(seed: order)
                messages.shuffle(using: &generator)
                let refused = try await installation.post(messages).filter { $0.status != 200 }
                #expect(refused.map(\.text) == [])
                try await installation.expectOracle(12)
                try await installation.expectAllProcessed()
            }
        }

        private func expectKeys(_ account: JSONValue) {
            #expect(account["systems"]?.object?.members.count == 4)
            for system in SystemName.allCases {
                let counts = account["systems"]?[system.rawValue]
                let names = ["received", "refused", "accepted", "processed", "waiting", "held", "parked", "discarded"]
                for name in names { #expect(counts?[name]?.integer != nil, "\(system.rawValue) \(name)") }
                #expect((counts?["accepted"]?.integer ?? 0) > 0, "\(system.rawValue)")
                #expect(counts?["received"] == counts?["accepted"], "\(system.rawValue)")
            }
        }

        private func expectShown(_ installation: Installation) async throws {
            let lines = try String(contentsOfFile: installation.oracle(11), encoding: .utf8).split(separator: "\n")
            let expected = try JSON.parse(Array(try #require(lines.first).utf8))
            let number = try #require(expected["number"]?.string)
            let shown = try await installation.show(number)
            for key in ["number", "status", "lane", "office", "assessed", "paid", "credited"] {
                #expect(shown[key] == expected[key], "\(key)")
            }
            #expect(shown["officeInForce"]?.string != nil)
            let events = try #require(shown["events"]?.array)
            #expect(events.count >= 3)
            for event in events {
                for key in ["id", "type", "time", "source"] { #expect(event[key]?.string != nil, "\(key)") }
                #expect(event["type"]?.string?.hasPrefix("vn.customs.") == true)
            }
            let byKey = try await installation.show(String(number.prefix(11)))
            #expect(byKey == shown)
            let unknown = try await installation.run("declaration", "show", "199999999990")
            #expect(unknown.exit == 1)
            let short = try await installation.run("declaration", "show", "12345")
            #expect(short.exit == 65)
        }
    }
}
