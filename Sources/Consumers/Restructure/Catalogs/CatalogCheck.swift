import Bus

/// The rules of contradiction. Each is evaluated at the times at which anything begins or ends, because between two of
/// them nothing changes.
enum CatalogCheck {
    /// What must hold in every catalog.
    static func general(_ name: String, _ set: CatalogSet) -> [CatalogProblem] {
        let table = set[name]
        var problems: [CatalogProblem] = []
        for key in table.keys {
            let rows = table.rows[key] ?? []
            for (row, next) in zip(rows, rows.dropFirst()) {
                if let end = row.validTo, end > next.validFrom {
                    problems.append(
                        CatalogProblem(
                            catalog: name, key: key,
                            text: "the row from \(row.validFrom) ends at \(end), after the next one has begun at \(next.validFrom)"))
                }
            }
            for row in rows { problems += successors(of: row, name, table) }
        }
        return problems + cycles(name, table)
    }

    private static func successors(of row: CatalogRow, _ name: String, _ table: CatalogTable) -> [CatalogProblem] {
        row.successors.filter { table.row($0, at: row.validFrom) == nil }.map { successor in
            CatalogProblem(
                catalog: name, key: row.key, text: "its successor \(successor) does not exist at \(row.validFrom)")
        }
    }

    /// Successors that lead back to where they came from, at any time.
    private static func cycles(_ name: String, _ table: CatalogTable) -> [CatalogProblem] {
        var found: Set<Set<String>> = []
        var problems: [CatalogProblem] = []
        for time in table.boundaries {
            for row in table.rows(at: time) where row.isClosed {
                guard let cycle = cycle(from: row, at: time, table), found.insert(Set(cycle)).inserted else { continue }
                problems.append(
                    CatalogProblem(
                        catalog: name, key: row.key,
                        text: "its successors lead in a circle at \(time): \(cycle.joined(separator: ", "))"))
            }
        }
        return problems
    }

    private static func cycle(from start: CatalogRow, at time: Timestamp, _ table: CatalogTable) -> [String]? {
        // Depth-first over closed rows; a path is at most as long as there are keys.
        var path: [String] = []
        var done: Set<String> = []
        func visit(_ key: String) -> [String]? {
            if let place = path.firstIndex(of: key) { return Array(path[place...]) }
            guard done.insert(key).inserted, let row = table.row(key, at: time), row.isClosed else { return nil }
            path.append(key)
            defer { path.removeLast() }
            for successor in row.successors {
                if let cycle = visit(successor) { return cycle }
            }
            return nil
        }
        return visit(start.key)
    }

    /// Two open rows with the same value in a column that must tell them apart.
    static func ambiguousNames(_ column: String, in name: String, _ set: CatalogSet) -> [CatalogProblem] {
        let table = set[name]
        var found: Set<String> = []
        var problems: [CatalogProblem] = []
        for time in table.boundaries {
            var bearers: [String: String] = [:]
            for row in table.rows(at: time) where !row.isClosed && !row[column].isEmpty {
                guard let other = bearers.updateValue(row.key, forKey: row[column]) else { continue }
                guard found.insert("\(other) \(row.key)").inserted else { continue }
                problems.append(
                    CatalogProblem(
                        catalog: name, key: row.key, text: "has the same \(column) as \(other) at \(time)"))
            }
        }
        return problems
    }

    /// Keys that are given again after they were closed.
    static func reusedKeys(in name: String, _ set: CatalogSet) -> [CatalogProblem] {
        set[name].rows.values.flatMap { rows in
            zip(rows, rows.dropFirst()).filter { $0.isClosed && !$1.isClosed }.map { closed, again in
                CatalogProblem(
                    catalog: name, key: again.key,
                    text: "was closed at \(closed.validFrom) and may never be used again, but is from \(again.validFrom)")
            }
        }
    }

    /// Open rows that name a key of another catalog which does not exist or is closed at that time. A catalog that nobody
    /// has imported yet cannot contradict.
    static func references(
        from name: String, column: String, to other: String, _ set: CatalogSet
    ) -> [CatalogProblem] {
        contradictions(from: name, to: other, set) { row in row[column].isEmpty ? nil : row[column] }
    }

    /// Accounts whose number contains a budget-relation code that is closed or does not exist.
    static func accountUnits(_ set: CatalogSet) -> [CatalogProblem] {
        contradictions(from: "treasury-account", to: "budget-relation", set) { TreasuryAccountNumber($0.key)?.unit }
    }

    private static func contradictions(
        from name: String, to other: String, _ set: CatalogSet, _ reference: (CatalogRow) -> String?
    ) -> [CatalogProblem] {
        guard !set[other].isEmpty else { return [] }
        var found: Set<String> = []
        var problems: [CatalogProblem] = []
        for time in set.boundaries {
            for row in set[name].rows(at: time) where !row.isClosed {
                guard let key = reference(row) else { continue }
                let target = set[other].row(key, at: time)
                guard target?.isClosed ?? true, found.insert("\(row.key) \(key)").inserted else { continue }
                let state = target == nil ? "does not exist" : "is closed"
                problems.append(
                    CatalogProblem(
                        catalog: name, key: row.key, text: "refers to \(other) \(key), which \(state) at \(time)"))
            }
        }
        return problems
    }
}
