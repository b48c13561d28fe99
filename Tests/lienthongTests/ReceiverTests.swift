import Bus
import Events
import Foundation
import JSON
import Store
import TestSupport
import Testing

extension Running {
    /// Pausing and resuming the intake of a system.
    @Suite struct Receivers {
        @Test("Holding: accepted, kept, not applied; resumed: released, and the state is the oracle's")
        func holding() async throws {
            try await Installation.with("holding") { installation in
                try await installation.up()
                try await installation.importOffices()
                try await installation.simulate(seed: 41, count: 30, "--systems", "vnaccs,epayment,edoc")
                try await eventually("all of it is applied") {
                    let systems = try await installation.account()["systems"]
                    return systems?["vnaccs"]?["processed"] == systems?["vnaccs"]?["accepted"]
                        && systems?["epayment"]?["processed"] == systems?["epayment"]?["accepted"]
                        && systems?["edoc"]?["processed"] == systems?["edoc"]?["accepted"]
                }
                let before = try await installation.state()
                let pause = try await installation.run(
                    "receivers", "pause", "treasury", "--mode", "holding", "--reason", "year end", "--until",
                    "2099-01-01T00:00:00+07:00", "--actor", "lan")
                #expect(pause.exit == 0, "\(pause.errors)")
                try await eventually("the gateway holds") {
                    try await receiver("treasury", installation)["missing"] == []
                }

                try await installation.simulate(seed: 41, count: 30, "--systems", "treasury")
                try await eventually("what was accepted lies in the held queue") {
                    (try await receiver("treasury", installation)["held"]?.integer ?? 0) > 0
                }
                let line = try await receiver("treasury", installation)
                #expect(line["state"] == "holding")
                #expect(line["mode"] == "holding")
                #expect(line["reason"] == "year end")
                #expect(line["by"] == "lan")
                #expect(line["until"]?.string?.hasPrefix("2099-01-01T00:00:00") == true)
                #expect(line["confirmed"] == ["test-1"])
                let counts = try await installation.account()["systems"]?["treasury"]
                #expect((counts?["held"]?.integer ?? 0) > 0)
                #expect(counts?["held"] == counts?["accepted"])
                #expect(counts?["processed"] == 0)
                #expect(try await installation.state() == before)

                // A kill in the meantime does not forget the pause.
                try await installation.kill()
                try await installation.up()
                #expect(try await receiver("treasury", installation)["state"] == "holding")

                let resume = try await installation.run("receivers", "resume", "treasury")
                #expect(resume.exit == 0, "\(resume.errors)")
                try await installation.expectOracle(41)
                try await eventually("the receiver is open") {
                    try await receiver("treasury", installation)["state"] == "open"
                }
                #expect(try await receiver("treasury", installation)["held"] == 0)
                try await installation.expectAllProcessed()
            }
        }

        @Test("Refusing: each system is told in its own way until when, and nothing is taken")
        func refusing() async throws {
            try await Installation.with("refusing") { installation in
                try await installation.up()
                let good: [(system: SystemName, bytes: [UInt8], answer: String)] = [
                    (.vnaccs, try Valid.submission(), "A0010-0000-0000"),
                    (.epayment, try Valid.payment(), "<Message_Type>299<"),
                    (.edoc, Valid.document(), "<StatusCode>02<"),
                    (.treasury, try Valid.advice(), "<ERROR_CODE>9001<"),
                ]
                for (system, _, _) in good {
                    let pause = try await installation.run(
                        "receivers", "pause", system.rawValue, "--mode", "refusing", "--reason", "letter 62", "--until",
                        "2099-01-01T00:00:00+07:00")
                    #expect(pause.exit == 0, "\(pause.errors)")
                }
                for (system, bytes, answer) in good {
                    try await eventually("\(system.rawValue) is refused") {
                        try await receiver(system.rawValue, installation)["missing"] == []
                    }
                    let native = try await installation.post(bytes, as: system)
                    #expect(native.status == 503, "\(system.rawValue)")
                    #expect(native.headers["retry-after"].flatMap(Int.init) ?? 0 > 0, "\(system.rawValue)")
                    #expect(native.text.contains(answer), "\(native.text.suffix(300))")
                    #expect(native.text.contains("2099"), "\(system.rawValue)")
                    let problem = try await installation.post(bytes, as: system, accept: "application/json")
                    #expect(problem.status == 503)
                    #expect(problem.text.contains("letter 62"))
                    let file = installation.folder.file("\(system.rawValue).msg")
                    try Data(bytes).write(to: URL(fileURLWithPath: file))
                    let published = try await installation.run("publish", system.rawValue, file)
                    #expect(published.exit == 75)
                    #expect(published.errors.contains("letter 62"))
                }
                #expect(try await installation.acceptedIDs() == [])
                for (system, bytes, _) in good {
                    let resume = try await installation.run("receivers", "resume", system.rawValue)
                    #expect(resume.exit == 0, "\(resume.errors)")
                    try await eventually("\(system.rawValue) is open") {
                        try await installation.post(bytes, as: system).status == 200
                    }
                }
                try await eventually("all is applied") {
                    let systems = try await installation.account()["systems"]
                    return SystemName.allCases.allSatisfy { systems?[$0.rawValue]?["processed"] == 1 }
                }
            }
        }

        @Test("A receiver that does not exist, a mode that does not exist, and no control role")
        func misuse() async throws {
            try await Installation.with("receivers-misuse") { installation in
                try await installation.up()
                let unknown = try await installation.run("receivers", "pause", "post", "--reason", "x")
                #expect(unknown.exit == 65)
                #expect(unknown.errors.contains("vnaccs, epayment, edoc, treasury"))
                let mode = try await installation.run("receivers", "pause", "edoc", "--mode", "off", "--reason", "x")
                #expect(mode.exit == 65)
                let open = try await installation.run("receivers", "resume", "edoc")
                #expect(open.exit == 0)
                for text in ["soon", "+", "+h", "+6", "+6x", "6h", "++6h", "+-6h", "+0h", "+1.5h", "+1000000d", "+6h "] {
                    let until = try await installation.run(
                        "receivers", "pause", "edoc", "--reason", "x", "--until", text)
                    #expect(until.exit == 64, "\(text)")
                    #expect(until.errors.contains("--until must be a time like"), "\(text)")
                }
                try await installation.stop()
                let away = try await installation.run("receivers", "list")
                #expect(away.exit == 69)
                #expect(away.errors.contains("lienthong up"))
            }
        }

        @Test("An expected end as a span from now")
        func span() async throws {
            try await Installation.with("receivers-span") { installation in
                try await installation.up()
                for (text, seconds) in [("+30m", 1800), ("+6h", 21_600), ("+1d", 86_400)] as [(String, Int64)] {
                    let before = SystemClock.now().milliseconds
                    let pause = try await installation.run(
                        "receivers", "pause", "edoc", "--reason", "x", "--until", text)
                    #expect(pause.exit == 0, "\(pause.errors)")
                    let end = try #require(try await receiver("edoc", installation)["until"]?.string)
                    let began = try #require(Timestamp(rfc3339: end)).milliseconds - seconds * 1000
                    // Whole seconds: up to one is cut off.
                    #expect((before - 1000...SystemClock.now().milliseconds).contains(began), "\(end)")
                }
            }
        }

        private func receiver(_ name: String, _ installation: Installation) async throws -> JSONValue {
            let list = try await installation.run("receivers", "list", "--format", "json")
            return try #require(list.json?.array?.first { $0["receiver"]?.string == name }, "\(list.errors)")
        }
    }
}
