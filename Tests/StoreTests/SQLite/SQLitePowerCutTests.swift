import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

/// A machine loses its power while its outbox accepts: first its processes stand still, then its disk is gone.
///
/// The order is the point. When the disk goes first, a process that lives on may accept what nobody keeps: an fsync(2) that
/// has begun before the cut of the test's disk (`PowerDisk`) and ends after it may return 0 although its record is gone
/// (seen 5 times in 240 cuts). A machine without power answers nobody.
@Suite("A SQLite store whose machine loses its power", .serialized)
struct SQLitePowerCutTests {
    /// `LIENTHONG_POWER_CUTS` for more cuts than two; `LIENTHONG_POWER_CUT_SEED` for moments that were printed.
    @Test(
        "Every submission that was accepted is there after each cut",
        .enabled("needs root and loop devices") { await PowerDisk.isPossible() })
    func acceptedSubmissionsOutliveThePower() async throws {
        let environment = ProcessInfo.processInfo.environment
        let cuts = environment["LIENTHONG_POWER_CUTS"].flatMap { Int($0) } ?? 2
        let seed = environment["LIENTHONG_POWER_CUT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
        var random = SeededGenerator(seed: seed)
        try await TemporaryDirectory.with("lienthong-reports") { reports in
            try await PowerDisk.with(mebibytes: 1024) { disk in
                var promised: Set<String> = []
                for cut in 0..<cuts {
                    // From the first commits of a new file to the middle of checkpoints of the log.
                    let accepted = Int.random(in: 1...1200, using: &random)
                    promised.formUnion(try await self.cut(cut, after: accepted, disk, reports))
                    // Or the cut was none, and the test would prove nothing.
                    #expect(!disk.hasKept("cut-\(cut)"))
                    let outbox = try await SQLiteOutbox(path: disk.path + "/outbox.sqlite")
                    let kept = Set(try await outbox.unsentIDs(limit: 10_000_000))
                    let lost = promised.subtracting(kept)
                    #expect(lost == [], "accepted and gone")
                    let health = try await outbox.file.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
                    #expect(health == ["ok"])
                    print(
                        "power cut \(cut) of the outbox (seed \(seed)): \(promised.count) accepted, \(lost.count) lost, "
                            + "\(kept.count - promised.count) kept of which nobody was told")
                    try await outbox.close()
                }
            }
        }
    }

    /// Cuts the power of a process that accepts, and switches it on again.
    /// - Returns: what the process had accepted.
    private func cut(
        _ number: Int, after accepted: Int, _ disk: PowerDisk, _ reports: TemporaryDirectory
    ) async throws -> [String] {
        let report = reports.file("cut\(number)")
        let log = reports.file("log")
        let writer = try PowerCutWriter.start(outbox: disk.path + "/outbox.sqlite", report: report, log: log)
        do {
            try await eventually("submissions are accepted") {
                guard writer.isRunning else {
                    let said = FileBytes.text(log) ?? ""
                    throw NeverHappened(description: "the writer ended: \(said.suffix(2000))")
                }
                return try Self.lines(of: report).count >= accepted
            }
            try disk.writeUnsafely("cut-\(number)")
            try await writer.suspend()
            try disk.cut()
        } catch {
            try await writer.end()
            throw error
        }
        try await writer.end()
        try await disk.replug()
        return try Self.lines(of: report)
    }

    private static func lines(of file: String) throws -> [String] {
        // The writer makes it when its outbox is open.
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        return try FileBytes.requiredText(file).split(separator: "\n").map(String.init)
    }
}
