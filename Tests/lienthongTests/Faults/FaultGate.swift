import Foundation
import TestSupport

/// Where one thread of a worker waits until the runner lets it go on: a FIFO, whose reader waits for a writer.
struct FaultGate: Sendable {
    let path: String

    static func make(at path: String) throws -> FaultGate {
        guard mkfifo(path, 0o600) == 0 else { throw NeverHappened(description: "no gate at \(path)") }
        return FaultGate(path: path)
    }

    /// Blocks the thread until `open()`; whoever runs the worker kills it when that never comes.
    func wait() {
        var descriptor = Int32(-1)
        repeat { descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC) } while descriptor < 0 && errno == EINTR
        if descriptor >= 0 { close(descriptor) }
    }

    /// Lets the thread go on that waits, or is about to.
    func open() async throws {
        try await eventually("a thread waits at the gate") {
            let descriptor = Foundation.open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            close(descriptor)
            return true
        }
    }
}
