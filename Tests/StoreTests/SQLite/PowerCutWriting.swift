import Foundation
import TestSupport
import Testing

@testable import Store

/// What `PowerCutWriter` runs; it fails when it can no longer accept, which nobody sees but its log.
@Suite(.enabled(if: PowerCutWriter.outbox != nil, "SQLitePowerCutTests starts it in a process of its own"))
struct PowerCutWriting {
    @Test("Accepts submissions until somebody kills it", .timeLimit(.minutes(5)))
    func accept() async throws {
        let report = try #require(PowerCutWriter.report)
        let name = URL(fileURLWithPath: report).lastPathComponent
        let outbox = try await SQLiteOutbox(path: try #require(PowerCutWriter.outbox))
        let descriptor = open(report, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        try await withThrowingTaskGroup { group in
            // Several at a time, so that groups of them share one fsync.
            for writer in 0..<8 {
                group.addTask {
                    var number = 0
                    while true {
                        let id = "\(name)-\(writer)-\(number)"
                        let results = try await outbox.append([Sample.submission(id)])
                        guard results == [.accepted] else { throw NeverHappened(description: "\(id): \(results)") }
                        let line = Array("\(id)\n".utf8)
                        guard write(descriptor, line, line.count) == line.count else {
                            throw NeverHappened(description: "\(id): no report")
                        }
                        number += 1
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
