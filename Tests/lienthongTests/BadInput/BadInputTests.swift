import Events
import Foundation
import JSON
import Store
import TestSupport
import Testing

extension Running {
    /// What cannot be understood is answered with what is wrong and where, kept in quarantine, and nothing else happens.
    @Suite struct BadInput {
        @Test("Over HTTP: the system's own refusal, a problem document, and nothing stored but the quarantine")
        func overHTTP() async throws {
            try #require(BadMessage.all.count == 13)
            try await Installation.with("bad-http") { installation in
                try await installation.up()
                for bad in BadMessage.all {
                    let native = try await installation.post(bad.bytes, as: bad.system)
                    #expect((400..<500).contains(native.status), "\(bad)")
                    #expect(native.text.contains(bad.answer), "\(bad.name): \(native.text.suffix(300))")
                    let problem = try await installation.post(bad.bytes, as: bad.system, accept: "application/json")
                    #expect(problem.status == native.status, "\(bad)")
                    #expect(problem.headers["content-type"] == "application/problem+json", "\(bad)")
                    #expect(try JSON.parse(problem.body)["code"]?.string == bad.code, "\(bad)")
                }
                try await expectOnlyRefusals(installation)
            }
        }

        @Test("`publish` says what and where and ends with 65, with a gateway and without", arguments: [true, false])
        func byCommand(hasGateway: Bool) async throws {
            try await Installation.with("bad-publish") { installation in
                try await installation.up()
                if !hasGateway { #expect(try await installation.stop() == 0) }
                for system in SystemName.allCases {
                    let list = BadMessage.all.filter { $0.system == system }
                    let result = try await installation.result(
                        of: installation.start(["publish", system.rawValue, "--format", "json"] + files(list, installation)))
                    #expect(result.exit == 65)
                    let answers = try #require(result.json?.array)
                    try #require(answers.count == list.count)
                    for (bad, answer) in zip(list, answers) {
                        #expect(answer["accepted"] == false, "\(bad)")
                        let problem = try #require(answer["problem"]?.string)
                        #expect(problem.hasPrefix(bad.code + ": "), "\(problem)")
                        for place in bad.places { #expect(problem.contains(place), "\(place) in \(problem)") }
                        #expect(result.errors.contains(problem))
                    }
                }
                try await expectOnlyRefusals(installation)
            }
        }

        @Test("A good message among bad ones is taken, and standard input is a file as well")
        func goodAmongBad() async throws {
            try await Installation.with("bad-good") { installation in
                try await installation.up()
                let good = installation.folder.file("good.txt")
                try Data(try Valid.submission()).write(to: URL(fileURLWithPath: good))
                let bad = try files(Array(BadMessage.all.filter { $0.system == .vnaccs }.prefix(1)), installation)
                let result = try await installation.result(
                    of: installation.start(["publish", "vnaccs"] + bad + [good, "/nowhere/file"]))
                #expect(result.exit == 65)
                #expect(result.output.split(separator: "\n").count == 1)
                #expect(result.errors.contains("/nowhere/file: the file cannot be read"))
                let unknown = try await installation.run("publish", "post", good)
                #expect(unknown.exit == 64)
                try await eventually("the good one is applied") {
                    try await installation.account()["systems"]?["vnaccs"]?["processed"] == 1
                }
                #expect(try await installation.account()["systems"]?["vnaccs"]?["refused"] == 1)
            }
        }

        private func files(_ list: [BadMessage], _ installation: Installation) throws -> [String] {
            try list.map { bad in
                let path = installation.folder.file(bad.name + ".bad")
                try Data(bad.bytes).write(to: URL(fileURLWithPath: path))
                return path
            }
        }

        /// Each bad message counts once, however often it came.
        private func expectOnlyRefusals(_ installation: Installation) async throws {
            let account = try await installation.account()
            for system in SystemName.allCases {
                let counts = account["systems"]?[system.rawValue]
                let expected = Int64(BadMessage.all.count { $0.system == system })
                #expect(counts?["refused"]?.integer == expected, "\(system.rawValue)")
                #expect(counts?["received"]?.integer == expected, "\(system.rawValue)")
                #expect(counts?["accepted"] == 0, "\(system.rawValue)")
            }
            #expect(try await installation.acceptedIDs() == [])
            #expect(try await installation.state() == [:])
            let outbox = try await SQLiteOutbox(path: installation.folder.file("data/outbox.sqlite"))
            let kept = try await outbox.refusals(system: nil, limit: 100)
            try await outbox.close()
            for bad in BadMessage.all where bad.bytes.count <= 1 << 20 {
                #expect(kept.contains { $0.message.native == bad.bytes && $0.message.system == bad.system.rawValue }, "\(bad)")
            }
        }
    }
}
