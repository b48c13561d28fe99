import Bus
import GRDB

extension SQLiteLedgerTransaction {
    func park(_ event: ParkedEvent) throws(StoreError) {
        try access { db in
            hasParked = true
            try db.run(
                """
                INSERT INTO parked(\(LedgerTables.parkedColumns)) VALUES (?,?,?,?,?,?,?,?,?)
                ON CONFLICT(consumer, event) DO UPDATE SET
                  attempts = attempts + excluded.attempts, cause = excluded.cause, detail = excluded.detail
                """, .text(event.consumer), .text(event.eventID), .text(event.key), .text(event.cause),
                .text(event.detail), .integer(Int64(event.attempts)), .integer(event.parkedAt.milliseconds),
                .blob(event.bytes), .text(event.routingKey))
        }
    }

    func isBlocked(key: String, consumer: String) throws(StoreError) -> Bool {
        try access { db in
            if hasParked == nil { hasParked = try db.first("SELECT 1 FROM parked LIMIT 1") { _ in true } ?? false }
            guard hasParked == true else { return false }
            return try db.first("SELECT 1 FROM parked WHERE consumer = ? AND key = ?", .text(consumer), .text(key)) { _ in true }
                ?? false
        }
    }

    func parked(consumer: String, key: String) throws(StoreError) -> [ParkedEvent] {
        try access { try LedgerReader.parked($0, consumer: consumer, key: key, limit: .max) }
    }

    func settleParked(
        _ eventID: String, consumer: String, discardedBecause reason: String?
    ) throws(StoreError) {
        try access { db in
            if let reason {
                try db.run(
                    """
                    INSERT OR REPLACE INTO discarded(\(LedgerTables.parkedColumns), reason, discarded)
                    SELECT \(LedgerTables.parkedColumns), ?, ? FROM parked WHERE consumer = ? AND event = ?
                    """, .text(reason), .integer(now().milliseconds), .text(consumer), .text(eventID))
                guard db.changesCount > 0 else { throw StoreError.notParked(eventID, consumer: consumer) }
            }
            try db.run("DELETE FROM parked WHERE consumer = ? AND event = ?", .text(consumer), .text(eventID))
        }
    }

    func noteAttempt(at eventID: String, consumer: String) throws(StoreError) -> Int {
        try access { db in
            try db.run(
                "INSERT INTO attempt VALUES (?,?,1) ON CONFLICT(consumer, event) DO UPDATE SET count = count + 1",
                .text(consumer), .text(eventID))
            let count = try db.first(
                "SELECT count FROM attempt WHERE consumer = ? AND event = ?", .text(consumer), .text(eventID)
            ) { $0.integer(0) }
            return Int(count ?? 1)
        }
    }

    func forgetAttempts(at eventID: String, consumer: String) throws(StoreError) {
        try access { db in
            try db.run("DELETE FROM attempt WHERE consumer = ? AND event = ?", .text(consumer), .text(eventID))
        }
    }
}
