import Bus
import GRDB

extension OutboxWriter {
    /// Unsent rows that may lie between two confirmed ones and are read to tell whether one deletion may cover both.
    private static let gap: Int64 = 64

    /// Takes rows off the list of unsent ones.
    ///
    /// Confirms come for most of a stretch of positions, but in no lane for all of it. So what is unsent of a stretch is read,
    /// and each run of confirmed rows is deleted at once.
    func markSent(_ db: Database, _ positions: [Int64]) throws {
        let lanes = try db.rows("SELECT id FROM outbox_lane") { $0.integer(0) }
        for stretch in Self.stretches(positions) {
            guard let first = stretch.first, let last = stretch.last else { continue }
            let confirmed = Set(stretch)
            for lane in lanes {
                let unsent = try db.rows(
                    "SELECT position FROM outbox_unsent WHERE lane = ? AND position BETWEEN ? AND ? ORDER BY position",
                    .integer(lane), .integer(first), .integer(last)) { $0.integer(0) }
                for run in unsent.split(whereSeparator: { !confirmed.contains($0) }) {
                    guard let from = run.first, let to = run.last else { continue }
                    try db.run(
                        "DELETE FROM outbox_unsent WHERE lane = ? AND position BETWEEN ? AND ?", .integer(lane),
                        .integer(from), .integer(to))
                }
            }
        }
    }

    /// The positions in order, cut where too much lies between.
    private static func stretches(_ positions: [Int64]) -> [[Int64]] {
        var stretches: [[Int64]] = []
        for position in positions.sorted() {
            if let last = stretches.last?.last, position <= last + gap {
                stretches[stretches.count - 1].append(position)
            } else {
                stretches.append([position])
            }
        }
        return stretches
    }

    /// - Returns: how many rows were sent and are to be sent again.
    func resend(_ db: Database, _ eventIDs: [String]) throws -> Int {
        var count = 0
        for id in eventIDs {
            let isUnsentNow = try db.add(
                "INSERT OR IGNORE INTO outbox_unsent SELECT lane, position FROM outbox_event WHERE id = ?", .text(id))
            if isUnsentNow { count += 1 }
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
}
