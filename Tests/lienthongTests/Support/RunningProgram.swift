import Foundation
import Synchronization

@testable import TestSupport

/// A child process with its output in files.
final class RunningProgram: Sendable {
    let output: String
    let errors: String
    private let pid: pid_t
    /// The exit code, or 128 and the signal's number.
    private let ended: Task<Int32, any Error>
    private let isAlive: Alive

    /// - Parameters:
    ///   - input: file for standard input.
    ///   - output: file for standard output; what is there stays.
    ///   - errors: file for standard error; what is there stays.
    init(
        _ path: String, _ arguments: [String], input: String = "/dev/null", output: String, errors: String,
        environment: [String: String] = [:]
    ) throws {
        self.output = output
        self.errors = errors
        let descriptors = [
            open(input, O_RDONLY | O_CLOEXEC), open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600),
            open(errors, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600),
        ]
        defer { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
        let pid = try Subprocess.spawn(path, arguments, environment: environment, descriptors: descriptors)
        Leash.shared?.hold(pid)
        let isAlive = Alive()
        self.pid = pid
        self.isAlive = isAlive
        ended = Task {
            try await withCheckedThrowingContinuation { continuation in
                // A thread of its own: waiting for a child blocks.
                Thread.detachNewThread { continuation.resume(with: Result { try Self.wait(for: pid, isAlive) }) }
            }
        }
    }

    /// Whether the process has not been reaped, so that its number is still its own.
    private final class Alive: Sendable {
        let value = Mutex(true)
    }

    private static func wait(for pid: pid_t, _ isAlive: Alive) throws -> Int32 {
        var info = siginfo_t()
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        isAlive.value.withLock { $0 = false }
        Leash.shared?.letGo(pid)
        return try Subprocess.wait(for: pid)
    }

    /// Sends a signal, if the process still lives.
    func send(_ signal: Int32) {
        isAlive.value.withLock { if $0 { _ = kill(pid, signal) } }
    }

    /// Sends SIGSTOP, and returns when no thread can do anything any more: `kill(2)` returns while all of them still run.
    func suspend() async throws {
        send(SIGSTOP)
        try await StandingStill.wait(for: pid)
    }

    var isRunning: Bool { isAlive.value.withLock { $0 } }

    /// Waits for the end of the process; one that takes longer is killed.
    /// - Returns: the exit code, or 128 and the signal's number.
    @discardableResult
    func exit(within limit: Duration = .seconds(60)) async throws -> Int32 {
        let isLate = Alive()
        let watch = Task {
            try await Task.sleep(for: limit)
            isLate.value.withLock { $0 = false }
            send(SIGKILL)
        }
        defer { watch.cancel() }
        let status = try await ended.value
        guard isLate.value.withLock({ $0 }) else {
            throw NeverHappened(description: "not within \(limit): the end of the program\n\(tail())")
        }
        return status
    }

    /// The last lines of standard error.
    func tail(_ count: Int = 15) -> String {
        let text = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(count).joined(separator: "\n")
    }
}
