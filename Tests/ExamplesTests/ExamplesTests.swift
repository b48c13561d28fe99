import Bus
import Events
import Foundation
import JSON
import TestSupport
import Testing

/// The examples as users would run them, against a private broker with real events.
@Suite(.serialized) struct ExamplesTests {
    @Test("Python: every event once, also when it comes again to another process")
    func python() async throws {
        let python = try await Self.interpreter()
        let broker = try await ExampleBroker(attaching: "python", to: ["#"])
        let events = try await ExampleBroker.events(declarations: 10)
        try await TemporaryDirectory.with("lienthong-python") { folder in
            try await broker.publish(events + events.prefix(30))
            let first = try await run(python, broker, folder, expect: events.count + 30)
            #expect(first["different"]?.integer == Int64(events.count))
            #expect(first["repeated"] == 30)
            #expect(first["types"]?["vn.customs.pipeline.declaration.status-changed.v1"]?.integer ?? 0 > 0)
            try await broker.publish(events)
            let second = try await run(python, broker, folder, expect: events.count)
            #expect(second["repeated"]?.integer == Int64(events.count))
            for key in ["different", "types"] { #expect(second[key] == first[key]) }
            #expect(try await broker.waiting() == 0)
        }
    }

    private func run(
        _ python: String, _ broker: ExampleBroker, _ folder: TemporaryDirectory, expect: Int
    ) async throws -> JSONValue {
        let result = try await Subprocess.run(
            python,
            [Program.example("python/consumer.py"), "--queue", "lt.consumer.python", "--ledger", folder.file("seen.sqlite")]
                + connection(broker) + ["--expect", "\(expect)", "--idle", "60"])
        try #require(result.status == 0, "\(result.errors)")
        return try JSON.parse(Array(result.output.utf8))
    }

    @Test("Shell: every event is one file, however often it comes")
    func shell() async throws {
        try #require(
            ["/usr/bin/amqp-consume", "/usr/bin/jq"].allSatisfy(FileManager.default.isExecutableFile),
            "the packages amqp-tools and jq are missing")
        let broker = try await ExampleBroker(attaching: "shell", to: ["vnaccs.#", "pipeline.#"])
        let events = try await ExampleBroker.events(declarations: 2)
        let expected = events.filter { ["vnaccs", "pipeline"].contains($0.type.system) }
        try await TemporaryDirectory.with("lienthong-shell") { folder in
            for _ in 0..<2 {
                let messages = try await broker.publish(expected)
                let result = try await Subprocess.run(
                    Program.example("shell/consumer.sh"),
                    ["--queue", "lt.consumer.shell", "--state", folder.file("state"), "--count", "\(messages)"]
                        + connection(broker))
                #expect(result.status == 0, "\(result.errors)")
                let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("state/events"))
                #expect(files.count == expected.count)
                #expect(try await broker.waiting() == 0)
            }
            let texts = try FileManager.default.contentsOfDirectory(atPath: folder.file("state/events"))
                .map { try String(contentsOfFile: folder.file("state/events/\($0)"), encoding: .utf8) }
            for event in expected {
                #expect(texts.contains { $0.hasPrefix("\(event.type)\t") }, "\(event.type)")
            }
        }
    }

    @Test("Swift: each trader is told once, also when the program is killed in the middle")
    func swift() async throws {
        let program = try Program.built("release-notices")
        let broker = try await ExampleBroker(
            attaching: "release-notices", to: ["vnaccs.declaration.*", "pipeline.declaration.*"], isPartitioned: true)
        let events = try await ExampleBroker.events(declarations: 40)
        var released: Set<String> = []
        for event in events where event.type == DeclarationStatusChanged.type {
            let changed = try DeclarationStatusChanged(json: try EventCodec.decode(event.bytes).data)
            if changed.status == .cleared { released.insert(changed.declaration.key) }
        }
        try #require(released.count > 5)
        try await TemporaryDirectory.with("lienthong-notices") { folder in
            let notices = folder.file("notices")
            try FileManager.default.createDirectory(atPath: notices, withIntermediateDirectories: true)
            try Data(configuration(broker).utf8).write(to: URL(fileURLWithPath: folder.file("notices.yaml")))
            func start() throws -> Program {
                try Program(program, [folder.file("notices.yaml"), notices], log: folder.file("log"))
            }
            func written() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: notices).filter { $0.hasSuffix(".txt") }
            }
            let first = try start()
            let half = events.count / 2
            try await broker.publish(Array(events.prefix(half)))
            try await eventually("the first half is taken") { try await broker.waiting() == 0 }
            try await broker.publish(Array(events.dropFirst(half)))
            #expect(try await first.end(SIGKILL) == 128 + SIGKILL)
            let second = try start()
            try await eventually("every trader is told") { try written().count >= released.count }
            try await broker.publish(events)
            try await eventually("all is taken again") { try await broker.waiting() == 0 }
            #expect(try await second.end(SIGTERM) == 0, "\((try? String(contentsOfFile: folder.file("log"), encoding: .utf8)) ?? "")")
            #expect(Set(try written().map { String($0.prefix(11)) }) == released)
            #expect(try written().count == released.count)
            for file in try written() {
                let text = try String(contentsOfFile: notices + "/" + file, encoding: .utf8)
                #expect(text.hasPrefix("Tờ khai \(file.prefix(12)) của người nộp thuế ") && text.hasSuffix(".\n"))
            }
        }
    }

    private func configuration(_ broker: ExampleBroker) -> String {
        """
        broker:
          endpoints: ["\(broker.broker.host):\(broker.broker.port)"]
          virtualHost: \(broker.virtualHost)
          user: \(broker.broker.user)
          passwordFile: \(broker.broker.folder)/password
        ledger: notices.sqlite
        """
    }

    /// How a client in another language connects.
    private func connection(_ broker: ExampleBroker) -> [String] {
        [
            "--host", broker.broker.host, "--port", "\(broker.broker.port)", "--virtual-host", broker.virtualHost, "--user",
            broker.broker.user, "--password-file", broker.broker.folder + "/password",
        ]
    }

    /// The system's own first: that is where packages of the system install pika; then what is on the path.
    private static func interpreter() async throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        for folder in ["/usr/bin"] + path.split(separator: ":").map(String.init) {
            let candidate = folder + "/python3"
            guard FileManager.default.isExecutableFile(atPath: candidate) else { continue }
            if try await Subprocess.run(candidate, ["-c", "import pika"]).status == 0 { return candidate }
        }
        throw NeverHappened(description: "there is no python3 with pika (package python3-pika)")
    }
}
