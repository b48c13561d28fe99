import Bus
import GRDB

extension OutboxWriter {
    /// Takes rows off the list of unsent ones. Confirms come for long runs of positions, so runs are taken as ranges.
    func markSent(_ db: Database, _ positions: [Int64]) throws {
        let lanes = try db.rows("SELECT id FROM outbox_lane") { $0.integer(0) }
        for run in Self.runs(positions) {
            for lane in lanes {
                try db.run(
                    "DELETE FROM outbox_unsent WHERE lane = ? AND position BETWEEN ? AND ?", .integer(lane),
                    .integer(run.lowerBound), .integer(run.upperBound))
            }
        }
    }

    /// - Returns: how many rows were sent and are to be sent again.
    func resend(_ db: Database, _ eventIDs: [String]) throws -> Int {
        var count = 0
        for id in eventIDs {
            guard let position = try keys.find(Fingerprint(of: id), db) else { continue }
            try db.run(
                "INSERT OR IGNORE INTO outbox_unsent SELECT lane, position FROM outbox_event WHERE position = ?",
                .integer(position))
            count += db.changesCount
        }
        return count
    }

    func quarantine(_ db: Database, _ refusal: RefusedMessage, _ fingerprint: Fingerprint) throws {
        try db.run(
            """
            INSERT INTO outbox_refused(fingerprint, system, received, code, reason, times, bytes)
            VALUES (?,?,?,?,?,1,?)
            ON CONFLICT(fingerprint) DO UPDATE SET times = times + 1
            """,
            .blob(fingerprint.bytes), .text(refusal.system), .integer(refusal.received.milliseconds),
            .text(refusal.code), .text(refusal.reason), .blob(refusal.native))
    }

    func positions(_ db: Database, of ids: [String]) throws -> [Int64] {
        try ids.compactMap { try keys.find(Fingerprint(of: $0), db) }
    }

    /// The positions as ranges without gaps, in order.
    static func runs(_ positions: [Int64]) -> [ClosedRange<Int64>] {
        var runs: [ClosedRange<Int64>] = []
        for position in positions.sorted() {
            if let last = runs.last, position <= last.upperBound + 1 {
                runs[runs.count - 1] = last.lowerBound...max(position, last.upperBound)
            } else {
                runs.append(position...position)
            }
        }
        return runs
    }
}
