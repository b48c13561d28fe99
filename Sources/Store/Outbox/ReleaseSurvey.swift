/// Finds the live rows that a releasing system accepted before its pause: those with an unsent held row behind them.
enum ReleaseSurvey {
    private static let page = 512

    /// Reads the unsent rows once, a page at a time.
    /// - Returns: for each system the position of its last unsent held row, or nil when no live row stands before one.
    static func run(_ outbox: any OutboxStore, _ systems: Set<String>) async throws(StoreError) -> [String: Int64?] {
        var firstLive: [String: Int64] = [:]
        var lastHeld: [String: Int64] = [:]
        let end = try await outbox.highestPosition()
        var cursor: Int64 = 0
        while cursor < end {
            let rows = try await outbox.unsent(after: cursor, limit: page, heldBack: [])
            for row in rows where systems.contains(row.event.type.system) {
                let system = row.event.type.system
                switch row.route {
                case .live where firstLive[system] == nil: firstLive[system] = row.position
                case .held: lastHeld[system] = row.position
                case .live: break
                }
            }
            guard let last = rows.last, rows.count == page else { break }
            cursor = last.position
        }
        var boundaries: [String: Int64?] = [:]
        for system in systems {
            let boundary = lastHeld[system].flatMap { held in
                (firstLive[system] ?? .max) < held ? held : nil
            }
            boundaries.updateValue(boundary, forKey: system)
        }
        return boundaries
    }
}
