import Foundation

/// A child process whose machine is about to lose its power: it is stopped in its tracks before its disk goes, so that all
/// it has told anybody it told while the disk was there, and killed afterwards.
///
/// It dies with the test process, however that ends.
public final class DoomedProcess: Sendable {
    private let pid: pid_t
    private let leash: FileHandle

    /// - Parameters:
    ///   - environment: in addition to our own.
    ///   - log: file for standard output and standard error.
    public init(_ path: String, _ arguments: [String], environment: [String: String], log: String) throws {
        let descriptors = [open("/dev/null", O_RDONLY | O_CLOEXEC), open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)]
        defer { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
        pid = try Subprocess.spawn(
            path, arguments, environment: environment, descriptors: [descriptors[0], descriptors[1], descriptors[1]])
        do {
            leash = try Subprocess.leashed(["/bin/sh", "-c", "cat >/dev/null; kill -9 \"$1\"", "sh", String(pid)])
        } catch {
            Foundation.kill(pid, SIGKILL)
            _ = try? Subprocess.wait(for: pid)
            throw error
        }
    }

    /// Whether it has not ended by itself.
    public var isRunning: Bool { !StandingStill.states(of: pid).allSatisfy { $0 == "Z" || $0 == "X" } }

    /// SIGSTOP, and returns when no thread can say anything any more; an fsync may still be under way in the kernel.
    public func suspend() async throws {
        guard Foundation.kill(pid, SIGSTOP) == 0 else { throw Subprocess.Failure(description: "the process is not running") }
        try await StandingStill.wait(for: pid)
    }

    /// Kills it and waits for its end. To be called once, in any case: until then its number stays its own.
    public func end() async throws {
        // The watcher kills it; also when somebody has stopped it.
        try leash.close()
        let pid = pid
        try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: waitpid(2) blocks.
            Thread.detachNewThread { continuation.resume(with: Result { _ = try Subprocess.wait(for: pid) }) }
        }
    }
}
