import Foundation

/// When a process that was sent SIGSTOP can do nothing more: `kill(2)` returns before its threads know of it.
enum StandingStill {
    /// Returns when every thread is stopped, or deep in the kernel (an fsync), from where it comes back into the stop.
    static func wait(for pid: pid_t) async throws {
        try await eventually("every thread of process \(pid) stands still") {
            states(of: pid).allSatisfy { "TtDZX".contains($0) }
        }
    }

    /// The states of the threads, as proc(5) has them; none of a process that is gone.
    static func states(of pid: pid_t) -> [Character] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        return tasks.compactMap { task in
            let text = FileBytes.text("/proc/\(pid)/task/\(task)/stat") ?? ""
            // The name before it is in parentheses and may contain anything.
            return text.lastIndex(of: ")").flatMap { text[$0...].dropFirst(2).first }
        }
    }
}

extension PrivateBroker {
    /// After `suspend()`: returns when the node can do nothing more, so that all it has confirmed it confirmed before.
    public func standsStill() async throws {
        let text = try String(contentsOfFile: folder + "/pid", encoding: .utf8)
        guard let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Subprocess.Failure(description: "the node is not running")
        }
        try await StandingStill.wait(for: pid)
    }
}
