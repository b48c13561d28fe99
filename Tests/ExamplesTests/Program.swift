import Foundation

@testable import TestSupport

/// A program that is started, watched, and ended by the test.
final class Program: Sendable {
    private let pid: pid_t
    private let ended: Task<Int32, any Error>

    /// - Parameter log: file for what it says, on either stream.
    init(_ path: String, _ arguments: [String], log: String) throws {
        let descriptors = [
            open("/dev/null", O_RDONLY | O_CLOEXEC), open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600),
            open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600),
        ]
        defer { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
        let pid = try Subprocess.spawn(path, arguments, descriptors: descriptors)
        self.pid = pid
        ended = Task {
            try await withCheckedThrowingContinuation { continuation in
                // A thread of its own: waiting for a child blocks.
                Thread.detachNewThread { continuation.resume(with: Result { try Subprocess.wait(for: pid) }) }
            }
        }
    }

    /// Sends the signal and waits for the end. To be called once.
    /// - Returns: the exit code, or 128 and the signal's number.
    @discardableResult
    func end(_ signal: Int32) async throws -> Int32 {
        kill(pid, signal)
        return try await withDeadline(.seconds(60), "the program ends") { try await self.ended.value }
    }

    /// A program of this package, as it was built beside these tests.
    static func built(_ name: String) throws -> String {
        // The test bundle lies in the folder of the build's products or some levels below it.
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        for _ in 0..<5 {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent(name).path
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue { return candidate }
        }
        throw NeverHappened(description: "no \(name) beside \(CommandLine.arguments[0]): build the whole package")
    }

    /// A file of `Examples`.
    static func example(_ path: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Examples/\(path)").path
    }
}
