import Foundation
import JSON
import Testing

@testable import TestSupport

/// Python with an AMQP client that knows nothing of this project (the package python3-pika).
enum Python {
    /// Runs a script to its end.
    static func run(
        _ script: String, _ arguments: [String], in folder: TemporaryDirectory, within limit: Duration = .seconds(60)
    ) async throws -> CommandResult {
        let interpreter = try await interpreter()
        let name = UUID().uuidString.prefix(8)
        let program = try RunningProgram(
            interpreter, [script] + arguments, output: folder.file("python-\(name).out"),
            errors: folder.file("python-\(name).err"))
        let status = try await program.exit(within: limit)
        return CommandResult(
            exit: status, output: try String(contentsOfFile: program.output, encoding: .utf8),
            errors: try String(contentsOfFile: program.errors, encoding: .utf8))
    }

    /// The system's own first: that is where packages of the system install pika; then what is on the path.
    private static func interpreter() async throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = ["/usr/bin"] + path.split(separator: ":").map(String.init)
        for folder in folders where FileManager.default.isExecutableFile(atPath: folder + "/python3") {
            if try await Subprocess.run(folder + "/python3", ["-c", "import pika"]).status == 0 { return folder + "/python3" }
        }
        throw NeverHappened(description: "there is no python3 with pika (package python3-pika)")
    }

    /// A script of `Examples/python`.
    static func example(_ name: String) -> String {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Examples/python/\(name)").path
    }
}

extension Installation {
    /// How a client in another language connects to the queue.
    func connection(to queue: String) -> [String] {
        [
            "--port", "\(broker.port)", "--virtual-host", virtualHost, "--user", broker.user, "--password-file",
            broker.folder + "/password", "--queue", queue,
        ]
    }

    func attach(_ name: String, to pattern: String) async throws {
        let result = try await run("consumer", "attach", name, "--to", pattern, "--format", "json")
        try #require(result.exit == 0, "\(result.errors)")
        #expect(result.json?["queues"] == [.string("lt.consumer.\(name)")])
        #expect(result.json?["contentType"] == "application/cloudevents-batch+json")
    }
}
