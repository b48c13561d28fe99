public import Bus

/// The catalogs at one instant of our knowledge: immutable, shared by all lookups of one transaction.
public struct CatalogSnapshot: Sendable {
    /// Generation of each catalog, e.g. `office:3 treasury:1`; empty before the first import.
    public let version: String
    public let set: CatalogSet
    /// Codes by short name, with every office that ever bore it.
    private let shortNames: [String: [String]]
    /// Whether any office is ever closed; without one no code maps to another.
    public let mapsOffices: Bool

    public init(_ histories: [CatalogHistory] = []) {
        let imported = histories.filter { $0.generation > 0 }.sorted { $0.name < $1.name }
        self.init(
            version: imported.map { "\($0.name):\($0.generation)" }.joined(separator: " "),
            set: CatalogSet(Dictionary(imported.map { ($0.name, $0.table()) }) { first, _ in first }))
    }

    public init(version: String, set: CatalogSet) {
        self.version = version
        self.set = set
        let offices = set["office"]
        var names: [String: [String]] = [:]
        for key in offices.keys {
            for name in Set((offices.rows[key] ?? []).map { $0["short_name"] }) where !name.isEmpty {
                names[name, default: []].append(key)
            }
        }
        shortNames = names
        mapsOffices = offices.rows.values.contains { $0.contains(where: \.isClosed) }
    }

    /// What an office code means at a business time: itself, or what its successors lead to then.
    public func resolve(office code: String, at time: Timestamp) -> OfficeResolution {
        resolve(code, in: set["office"], at: time)
    }

    /// The office that bears a short name at a time; when none does any more, the one that bore it last.
    ///
    /// VNACCS prints only this name. A form of the new day that still has an old one means the office of old.
    public func officeCode(shortName: String, at time: Timestamp) -> String? {
        let offices = set["office"]
        let bearers = shortNames[shortName] ?? []
        if let current = bearers.first(where: { offices.row($0, at: time).map { $0["short_name"] == shortName } ?? false }) {
            return current
        }
        let last = bearers.compactMap { code in
            offices.rows[code]?.last { $0["short_name"] == shortName && $0.validFrom <= time }
        }
        return last.max { $0.validFrom < $1.validFrom }?.key
    }

    private func resolve(_ code: String, in table: CatalogTable, at time: Timestamp) -> OfficeResolution {
        var code = code
        var passed: Set<String> = []
        while let row = table.row(code, at: time) {
            guard row.isClosed else { return .current(row) }
            // Imports refuse circles; a store from elsewhere must not hang a worker.
            guard passed.insert(code).inserted else { return .unresolved(candidates: row.successors) }
            switch row.successors.count {
            case 0: return .closed(row)
            case 1: code = row.successors[0]
            default: return .unresolved(candidates: row.successors)
            }
        }
        return .unknown
    }
}

/// What became of an office code at a business time.
public enum OfficeResolution: Sendable, Hashable {
    /// In force: the row of the code itself or of the one its successors lead to.
    case current(CatalogRow)
    /// Closed without a successor.
    case closed(CatalogRow)
    /// Split: a rule or a human has to decide among these.
    case unresolved(candidates: [String])
    /// Not in the catalog at that time.
    case unknown
}
