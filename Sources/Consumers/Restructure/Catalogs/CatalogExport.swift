import Bus

/// Catalogs as CSV for people and other systems.
enum CatalogExport {
    /// Rows in the form of an import file.
    static func csv(_ rows: [CatalogRow], _ definition: CatalogDefinition) -> String {
        let records = rows.map { row in
            [row.key] + definition.columns.dropFirst().map { row[$0.name] }
                + [
                    row.validFrom.description, row.validTo?.description ?? "", row.isClosed ? "yes" : "",
                    row.successors.joined(separator: " "),
                ]
        }
        return CSVWriter.write([definition.header] + records)
    }

    /// One line for each office whose code, name or short name differs from the instant before; a split has one line for
    /// each successor, and an office without a successor has empty new columns.
    static func officeList(_ snapshot: CatalogSnapshot, changedAt time: Timestamp) -> String {
        let header = ["old_code", "old_short_name", "old_name", "new_code", "new_short_name", "new_name", "valid_from"]
        let before = Timestamp(milliseconds: time.milliseconds - 1)
        var records: [[String]] = []
        let offices = snapshot.set["office"]
        for old in offices.rows(at: before) where !old.isClosed {
            for new in followers(of: old, snapshot, time) {
                if let new, new.key == old.key, new["name"] == old["name"], new["short_name"] == old["short_name"] { continue }
                records.append([
                    old.key, old["short_name"], old["name"], new?.key ?? "", new?["short_name"] ?? "", new?["name"] ?? "",
                    time.description,
                ])
            }
        }
        for new in offices.rows(at: time) where !new.isClosed && offices.row(new.key, at: before) == nil {
            // Named already as somebody's successor.
            if records.contains(where: { $0[3] == new.key }) { continue }
            records.append(["", "", "", new.key, new["short_name"], new["name"], time.description])
        }
        return CSVWriter.write([header] + records)
    }

    private static func followers(of old: CatalogRow, _ snapshot: CatalogSnapshot, _ time: Timestamp) -> [CatalogRow?] {
        switch snapshot.resolve(office: old.key, at: time) {
        case .current(let row): [row]
        case .closed, .unknown: [nil]
        case .unresolved(let candidates): candidates.map { snapshot.set["office"].row($0, at: time) }
        }
    }
}
