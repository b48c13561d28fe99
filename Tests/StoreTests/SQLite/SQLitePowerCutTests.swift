import GRDB
import TestSupport
import Testing

@testable import Store

@Suite("A SQLite store whose machine loses its power", .serialized)
struct SQLitePowerCutTests {
    @Test(
        "Every submission that was accepted is there after each cut",
        .enabled("needs root and loop devices") { await PowerDisk.isPossible() })
    func acceptedSubmissionsOutliveThePower() async throws {
        try await PowerDisk.with(mebibytes: 128) { disk in
            let accepted = Recorder()
            // What had been accepted when the power was still there. This process outlives the cut, which no real one does,
            // and an fsync that overlaps it may return as if all were well: what is accepted then has reached nobody.
            var promised: Set<String> = []
            for cut in 0..<3 {
                let outbox = try await SQLiteOutbox(path: disk.path + "/outbox.sqlite")
                let goal = accepted.values.count + 300
                let writers = (0..<8).map { writer in
                    Task {
                        var number = 0
                        while true {
                            let id = "\(cut)-\(writer)-\(number)"
                            guard try await outbox.append([Sample.submission(id)]) == [.accepted] else { return }
                            accepted.add(id)
                            number += 1
                        }
                    }
                }
                try await eventually("submissions are accepted") { accepted.values.count >= goal }
                try disk.writeUnsafely("cut-\(cut)")
                promised.formUnion(accepted.values.filter { $0.hasPrefix("\(cut)-") })
                try disk.cut()
                // Without its disk the store accepts nothing more.
                for writer in writers { await #expect(throws: StoreError.self) { try await writer.value } }
                // What it would write as it closes has no disk to go to.
                try? await outbox.close()
                try await disk.replug()
                // Or the cut was none, and the test would prove nothing.
                #expect(!disk.hasKept("cut-\(cut)"))

                let again = try await SQLiteOutbox(path: disk.path + "/outbox.sqlite")
                let kept = Set(try await again.unsentIDs(limit: 1_000_000))
                let lost = promised.subtracting(kept)
                #expect(lost == [], "accepted and gone")
                let health = try await again.file.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
                #expect(health == ["ok"])
                print("power cut \(cut) of the outbox: \(promised.count) accepted, \(lost.count) lost, \(kept.count) kept")
                try await again.close()
            }
        }
    }
}
