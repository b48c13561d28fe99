import Foundation
import TestSupport

/// The seconds by which the time of day of a run's processes is wrong; a file that `FaultShim` reads at every look.
///
/// A restarted process finds the clock as the one before has left it, as on a machine.
struct FaultClock: Sendable {
    static let day: Int64 = 86_400

    let path: String

    /// Makes a clock that goes right.
    static func make(at path: String) throws -> FaultClock {
        let clock = FaultClock(path: path)
        try Data(count: MemoryLayout<Int64>.size).write(to: URL(fileURLWithPath: path))
        return clock
    }

    /// Lets the time of day jump, at once and for every process of the run.
    func jump(by seconds: Int64) throws {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw NeverHappened(description: "no clock at \(path)") }
        defer { close(descriptor) }
        var offset: Int64 = 0
        let size = MemoryLayout<Int64>.size
        guard pread(descriptor, &offset, size, 0) == size else { throw NeverHappened(description: "the clock is broken") }
        offset += seconds
        guard pwrite(descriptor, &offset, size, 0) == size else { throw NeverHappened(description: "the clock is stuck") }
    }
}
