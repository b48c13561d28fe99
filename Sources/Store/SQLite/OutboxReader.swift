import Bus
import GRDB

/// What can be read from an outbox in one consistent state of its file.
enum OutboxReader {
    static func unsent(_ db: Database, after position: Int64, limit: Int, heldBack: Set<String>) throws -> [OutboxRow] {
        let position = max(0, position)
        guard limit > 0, position < .max else { return [] }
        let lanes = try db.rows("SELECT id, system, route FROM outbox_lane") {
            (id: $0.integer(0), isHeldBack: $0.text(2) == OutboxRoute.live.rawValue && heldBack.contains($0.text(1)))
        }
        var isHeldBack = [Bool](repeating: false, count: 256)
        for lane in lanes where lane.isHeldBack && lane.id < 256 { isHeldBack[Int(lane.id)] = true }
        var positions: [Int64] = []
        try UnsentStretch.forEach(from: position + 1, db) { stretch in
            for (place, lane) in stretch.lanes.enumerated() where lane != 0 && !isHeldBack[Int(lane)] {
                if stretch.first + Int64(place) > position { positions.append(stretch.first + Int64(place)) }
            }
            return positions.count < limit
        }
        var types: [String: EventType] = [:]
        var found: [OutboxRow] = []
        found.reserveCapacity(min(limit, positions.count))
        for run in runs(positions.prefix(limit)) {
            try db.forEachRow(
                "\(OutboxTables.rows) WHERE e.position BETWEEN ? AND ? ORDER BY e.position",
                [.integer(run.lowerBound), .integer(run.upperBound)]) { found.append(try row($0, &types)) }
        }
        return found
    }

    /// Ascending positions as ranges without gaps.
    private static func runs(_ positions: some Sequence<Int64>) -> [ClosedRange<Int64>] {
        var runs: [ClosedRange<Int64>] = []
        for position in positions {
            if let last = runs.last, position == last.upperBound + 1 {
                runs[runs.count - 1] = last.lowerBound...position
            } else {
                runs.append(position...position)
            }
        }
        return runs
    }

    /// In order of position; ids without an event are left out.
    static func events(_ db: Database, ids: Set<String>) throws -> [OutboxRow] {
        var types: [String: EventType] = [:]
        return try ids.compactMap { id in
            try db.first("\(OutboxTables.rows) WHERE e.id = ?", .text(id)) { try row($0, &types) }
        }.sorted { $0.position < $1.position }
    }

    /// In the order of positions; of the blocks of positions only those are read that reach into the period.
    static func accepted(
        _ db: Database, from: Timestamp?, until: Timestamp?, after position: Int64, limit: Int
    ) throws -> [OutboxEntry] {
        let (from, until) = (from?.milliseconds ?? .min, until?.milliseconds ?? .max)
        var entries: [OutboxEntry] = []
        guard limit > 0, position < .max else { return entries }
        try OutboxBlocks.forEach(db, after: max(0, position), from: from, until: until) { positions in
            entries += try db.rows(
                """
                SELECT e.position, e.id, l.system, l.route, e.routing, e.recorded, e.key
                FROM outbox_event e CROSS JOIN outbox_lane l ON l.id = e.lane
                WHERE e.position BETWEEN ? AND ? AND e.recorded >= ? AND e.recorded < ? ORDER BY e.position LIMIT ?
                """, .integer(positions.lowerBound), .integer(positions.upperBound), .integer(from), .integer(until),
                .integer(Int64(limit - entries.count))
            ) {
                OutboxEntry(
                    position: $0.integer(0), id: $0.text(1), system: $0.text(2), route: try route($0.text(3)), sent: true,
                    routingKey: $0.text(4), key: $0.text(6), recorded: $0.time(5))
            }
            return entries.count < limit
        }
        var stretch: UnsentStretch?
        for place in entries.indices {
            let position = entries[place].position
            if stretch?.place(of: position) == nil { stretch = try UnsentStretch.holding(position, db) }
            entries[place].sent = !(stretch?.isUnsent(position) ?? false)
        }
        return entries
    }

    static func refusedCounts(_ db: Database, from: Timestamp?, until: Timestamp?) throws -> [String: Int] {
        let counts = try db.rows(
            "SELECT system, count(*) FROM outbox_refused WHERE received >= ? AND received < ? GROUP BY system",
            .integer(from?.milliseconds ?? .min), .integer(until?.milliseconds ?? .max)
        ) { ($0.text(0), Int($0.integer(1))) }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    static func native(_ db: Database, ofEvent id: String) throws -> NativeRecord? {
        try db.first(
            """
            SELECT l.system, n.form, n.correlation, n.recorded, n.message, n.packed FROM outbox_event e
            JOIN outbox_event n ON n.position = e.native JOIN outbox_lane l ON l.id = n.lane WHERE e.id = ?
            """, .text(id)
        ) {
            let packed = try $0.optionalBlob(5).map { frame in try LZ4Frame.unpack(frame, atMost: Limits.nativeMessageBytes) }
            return NativeRecord(
                system: $0.text(0), form: $0.text(1), correlation: $0.text(2), received: $0.time(3), bytes: packed ?? $0.blob(4))
        }
    }

    static func refusals(_ db: Database, system: String?, limit: Int) throws -> [RefusalRecord] {
        try db.rows(
            """
            SELECT system, bytes, received, code, reason, times FROM outbox_refused
            WHERE ?1 IS NULL OR system = ?1 ORDER BY id LIMIT ?2
            """, .text(system), .integer(Int64(max(0, limit)))
        ) {
            RefusalRecord(
                message: RefusedMessage(
                    system: $0.text(0), native: $0.blob(1), received: $0.time(2), code: $0.text(3), reason: $0.text(4)),
                times: Int($0.integer(5)))
        }
    }

    private static func row(_ row: SQLRow, _ types: inout [String: EventType]) throws -> OutboxRow {
        let type = try eventType(row.text(3), &types)
        return OutboxRow(
            position: row.integer(0), route: try route(row.text(1)),
            event: EncodedEvent(
                id: row.text(2), type: type, time: row.time(4), partitionKey: row.text(5), routingKey: row.text(6),
                bytes: row.blob(7)))
    }

    /// Types are a few dozen texts that come again and again; each is taken apart once.
    private static func eventType(_ text: String, _ types: inout [String: EventType]) throws -> EventType {
        if let type = types[text] { return type }
        guard let type = EventType(text) else { throw StoreError(.corrupt, "a stored event has an unknown form of type") }
        types[text] = type
        return type
    }

    private static func route(_ text: String) throws -> OutboxRoute {
        guard let route = OutboxRoute(rawValue: text) else { throw StoreError(.corrupt, "a stored route is unknown") }
        return route
    }
}
