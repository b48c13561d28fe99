import Bus

/// Compares files with the catalogs as they are and checks the catalogs as they would be. Pure.
struct CatalogComparison {
    private(set) var difference = CatalogDifference()
    /// As the catalogs would be.
    private(set) var set: CatalogSet
    private var places: [Place: String] = [:]

    private struct Place: Hashable {
        var catalog: String
        var key: String
        var from: Timestamp
    }

    init(_ files: [CatalogFile], with present: CatalogSet) throws(RestructureError) {
        set = present
        for file in files { try add(file) }
        check(Set(files.map(\.catalog)))
    }

    /// Files of one catalog build on each other, in their order.
    private mutating func add(_ file: CatalogFile) throws(RestructureError) {
        let table = set[file.catalog]
        var added: [CatalogRow] = []
        for (line, row) in try CatalogFileReader.read(file) {
            let place = Place(catalog: file.catalog, key: row.key, from: row.validFrom)
            let name = "\(file.name), line \(line)"
            if let earlier = places[place] {
                // The same row twice says nothing new; two different ones cannot both be meant.
                let other = added.first { $0.key == row.key && $0.validFrom == row.validFrom } ?? table.row(row.key, from: row.validFrom)
                if other != row {
                    difference.problems.append(
                        CatalogProblem(
                            catalog: file.catalog, key: row.key, place: name, text: "says something else than \(earlier)"))
                }
                continue
            }
            places[place] = name
            if let known = table.row(row.key, from: row.validFrom) {
                guard known != row else {
                    difference.unchanged += 1
                    continue
                }
                difference.lines.append(
                    .init(kind: .corrected, catalog: file.catalog, place: name, before: known, after: row))
            } else {
                let before = table.row(row.key, at: row.validFrom)
                let kind: CatalogDifference.Kind = table.rows[row.key] == nil ? .added : row.isClosed ? .closed : .changed
                difference.lines.append(.init(kind: kind, catalog: file.catalog, place: name, before: before, after: row))
            }
            added.append(row)
        }
        set.tables[file.catalog] = table.replacing(added)
    }

    /// The rules of every catalog, because a change of one can contradict another.
    private mutating func check(_ changed: Set<String>) {
        for definition in CatalogDefinition.all {
            var problems = definition.checks(set)
            if changed.contains(definition.name) { problems += CatalogCheck.general(definition.name, set) }
            for var problem in problems {
                problem.place = places.filter { $0.key.catalog == problem.catalog && $0.key.key == problem.key }
                    .max { $0.key.from < $1.key.from }?.value ?? ""
                difference.problems.append(problem)
            }
        }
    }
}

extension CatalogTable {
    /// The row of a key that begins exactly then.
    fileprivate func row(_ key: String, from time: Timestamp) -> CatalogRow? {
        rows[key]?.first { $0.validFrom == time }
    }

    /// With these rows added, or in place of those with the same key and beginning.
    fileprivate func replacing(_ added: [CatalogRow]) -> CatalogTable {
        let kept = rows.values.joined().filter { old in
            !added.contains { $0.key == old.key && $0.validFrom == old.validFrom }
        }
        return CatalogTable(kept + added)
    }
}
