import Foundation
import TestSupport

/// What a worker process says of itself, line by line, so that it is there when the process is not.
struct FaultTrace: Sendable {
    private let descriptor: Int32

    /// - Parameter path: made when it is not there; lines are added.
    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw NeverHappened(description: "no trace at \(path)") }
    }

    /// One write(2) a line: threads do not mix, and SIGKILL takes nothing back.
    func say(_ text: String) {
        let line = Array("\(text)\n".utf8)
        _ = write(descriptor, line, line.count)
    }
}
