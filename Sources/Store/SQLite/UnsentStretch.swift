import GRDB

/// A run of positions of which some are unsent: one row of `outbox_unsent`.
///
/// A row for each transaction instead of one for each event: writing, confirming and looking through them costs next to
/// nothing, and a dispatcher mostly confirms all of a stretch within a moment.
struct UnsentStretch {
    /// Positions of one stretch at most, so that a confirm rewrites little.
    static let maximum = 1024

    let first: Int64
    /// For each position from `first` on the number of its lane while it is unsent, else 0.
    private(set) var lanes: [UInt8]
    private(set) var isChanged = false

    init(first: Int64, lanes: [UInt8]) {
        self.first = first
        self.lanes = lanes
    }

    /// Its place in the stretch; nil for a position outside.
    func place(of position: Int64) -> Int? {
        position >= first && position - first < Int64(lanes.count) ? Int(position - first) : nil
    }

    func isUnsent(_ position: Int64) -> Bool { place(of: position).map { lanes[$0] != 0 } ?? false }

    /// - Parameter lane: 0 when it was sent.
    mutating func set(_ place: Int, to lane: UInt8) {
        guard lanes[place] != lane else { return }
        lanes[place] = lane
        isChanged = true
    }

    /// The stretch in which a position is or was unsent.
    static func holding(_ position: Int64, _ db: Database) throws -> UnsentStretch? {
        let before = try db.first(
            "SELECT first, lanes FROM outbox_unsent WHERE first <= ? ORDER BY first DESC LIMIT 1", .integer(position)
        ) { UnsentStretch(first: $0.integer(0), lanes: $0.blob(1)) }
        guard let before, before.place(of: position) != nil else { return nil }
        return before
    }

    /// Calls `visit` with stretches in order, the first of them that with `position` or behind it, until it returns false.
    static func forEach(
        from position: Int64, _ db: Database, _ visit: (UnsentStretch) throws -> Bool
    ) throws {
        // One that began earlier may reach this far.
        var next = position - Int64(maximum)
        let page = 64
        while true {
            let stretches = try db.rows(
                "SELECT first, lanes FROM outbox_unsent WHERE first >= ? ORDER BY first LIMIT ?", .integer(next),
                .integer(Int64(page))) { UnsentStretch(first: $0.integer(0), lanes: $0.blob(1)) }
            for stretch in stretches where !(try visit(stretch)) { return }
            guard stretches.count == page, let last = stretches.last else { return }
            next = last.first + 1
        }
    }

    func insert(_ db: Database) throws {
        try db.run("INSERT INTO outbox_unsent VALUES (?,?)", .integer(first), .blob(lanes))
    }

    /// Writes what was changed; a stretch with nothing unsent is removed.
    func save(_ db: Database) throws {
        guard isChanged else { return }
        if lanes.allSatisfy({ $0 == 0 }) {
            try db.run("DELETE FROM outbox_unsent WHERE first = ?", .integer(first))
        } else {
            try db.run("UPDATE outbox_unsent SET lanes = ? WHERE first = ?", .blob(lanes), .integer(first))
        }
    }
}
