import Foundation
import Synchronization

@testable import TestSupport

/// Kills what the tests have started when the test process ends, however it ends.
///
/// A shell reads from a pipe which processes live (`+ PID`) and which have ended (`- PID`). Nobody else has the pipe's
/// other end, so that it closes with the test process; then whatever still lives is killed.
final class Leash: Sendable {
    static let shared: Leash? = try? Leash()

    private let end: Mutex<FileHandle>

    private static let script = """
        all=" "
        while read -r sign pid; do
            case $sign in
                +) all="$all$pid " ;;
                -) all="${all%" $pid "*} ${all#*" $pid "}" ;;
            esac
        done
        for pid in $all; do kill -9 "$pid"; done
        """

    private init() throws {
        let pipe = Pipe()
        let write = pipe.fileHandleForWriting
        _ = fcntl(write.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(null) }
        let child = try Subprocess.spawn(
            "/bin/sh", ["-c", Self.script], descriptors: [pipe.fileHandleForReading.fileDescriptor, null, null])
        try pipe.fileHandleForReading.close()
        end = Mutex(write)
        Thread.detachNewThread { _ = try? Subprocess.wait(for: child) }
    }

    func hold(_ pid: pid_t) { tell("+ \(pid)") }

    /// To be called before the process is reaped: afterwards its number may belong to another one.
    func letGo(_ pid: pid_t) { tell("- \(pid)") }

    private func tell(_ line: String) {
        end.withLock { try? $0.write(contentsOf: Data("\(line)\n".utf8)) }
    }
}
