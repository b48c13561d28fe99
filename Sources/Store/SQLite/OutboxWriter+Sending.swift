import Bus
import GRDB

extension OutboxWriter {
    /// Takes rows off the list of unsent ones.
    func markSent(_ db: Database, _ positions: [Int64]) throws {
        var stretch: UnsentStretch?
        for position in positions.sorted() {
            if stretch?.place(of: position) == nil {
                try stretch?.save(db)
                stretch = try UnsentStretch.holding(position, db)
            }
            if let place = stretch?.place(of: position) { stretch?.set(place, to: 0) }
        }
        try stretch?.save(db)
    }

    /// - Returns: how many rows were sent and are to be sent again.
    func resend(_ db: Database, _ eventIDs: [String]) throws -> Int {
        var count = 0
        for id in eventIDs {
            let row = try db.first("SELECT position, lane FROM outbox_event WHERE id = ?", .text(id)) {
                (position: $0.integer(0), lane: $0.integer(1))
            }
            // What this transaction has added itself is unsent.
            guard let row, row.position < firstAdded else { continue }
            let lane = try laneByte(row.lane)
            guard var stretch = try UnsentStretch.holding(row.position, db) else {
                try UnsentStretch(first: row.position, lanes: [lane]).insert(db)
                count += 1
                continue
            }
            guard !stretch.isUnsent(row.position), let place = stretch.place(of: row.position) else { continue }
            stretch.set(place, to: lane)
            try stretch.save(db)
            count += 1
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
