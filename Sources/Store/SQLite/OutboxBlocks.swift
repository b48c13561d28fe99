import Bus
import GRDB

/// Between which times of recording the events of each block of positions lie: the rows of `outbox_block`.
///
/// One row for a thousand events tells the account which of them it has to look at. An index would be exact and would cost an
/// entry for each event, for a question that is asked a few times a night. Times mostly rise with positions, but clocks jump.
enum OutboxBlocks {
    /// Positions of a block, as a power of two.
    static let bits: Int64 = 10

    /// Blocks read at a time, and then looked through one after the other.
    private static let page: Int64 = 256

    static func create(_ db: Database) throws {
        try db.execute(sql: """
            CREATE TABLE outbox_block(
              number INTEGER PRIMARY KEY,
              earliest INTEGER NOT NULL,
              latest INTEGER NOT NULL
            ) STRICT;
            INSERT INTO outbox_block
              SELECT position >> \(bits), min(recorded), max(recorded) FROM outbox_event GROUP BY position >> \(bits);
            DROP INDEX outbox_event_account;
            """)
    }

    /// Notes that events at these positions were recorded between these times, or fewer of them within these.
    static func note(_ db: Database, _ positions: Range<Int64>, _ times: ClosedRange<Int64>) throws {
        for number in (positions.lowerBound >> bits)...((positions.upperBound - 1) >> bits) {
            try db.run(
                """
                INSERT INTO outbox_block VALUES (?,?,?) ON CONFLICT(number) DO UPDATE SET
                earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest)
                """, .integer(number), .integer(times.lowerBound), .integer(times.upperBound))
        }
    }

    /// Calls `visit`, in order, with the positions behind `position` of each block that may hold events recorded from `from` on
    /// and before `until`, until it returns false.
    static func forEach(
        _ db: Database, after position: Int64, from: Int64, until: Int64, _ visit: (ClosedRange<Int64>) throws -> Bool
    ) throws {
        var next = (position + 1) >> bits
        while true {
            let numbers = try db.rows(
                "SELECT number FROM outbox_block WHERE number >= ? AND latest >= ? AND earliest < ? ORDER BY number LIMIT ?",
                .integer(next), .integer(from), .integer(until), .integer(page)) { $0.integer(0) }
            for number in numbers {
                let first = max(number << bits, position + 1)
                guard try visit(first...((number + 1) << bits) - 1) else { return }
            }
            guard numbers.count == Int(page), let last = numbers.last else { return }
            next = last + 1
        }
    }
}
