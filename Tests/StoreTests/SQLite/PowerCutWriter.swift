import Foundation
import TestSupport

/// The other half of `SQLitePowerCutTests`: the process that accepts submissions and goes down with its disk.
///
/// A process of its own, because whoever looks afterwards must not have been able to accept anything without a disk. It is
/// this test program once more, told to run `PowerCutWriting` alone.
enum PowerCutWriter {
    private static let outboxVariable = "LIENTHONG_POWER_CUT_OUTBOX"
    private static let reportVariable = "LIENTHONG_POWER_CUT_REPORT"

    /// In the writer its outbox, nil in every other process.
    static var outbox: String? { ProcessInfo.processInfo.environment[outboxVariable] }

    /// In the writer its report, nil in every other process.
    static var report: String? { ProcessInfo.processInfo.environment[reportVariable] }

    /// Starts it.
    /// - Parameters:
    ///   - outbox: the file of the outbox, on the disk that will go.
    ///   - report: a new file on another disk: the id of each submission, as soon as it is accepted. Its name begins each id.
    ///   - log: takes what the program says.
    static func start(outbox: String, report: String, log: String) throws -> DoomedProcess {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return try DoomedProcess(
            program, ["--testing-library", "swift-testing", "--filter", "PowerCutWriting"],
            environment: [outboxVariable: outbox, reportVariable: report], log: log)
    }
}
