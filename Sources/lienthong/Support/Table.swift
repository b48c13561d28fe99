import JSON

/// A table for a terminal out of JSON objects.
struct Table {
    /// - Parameters:
    ///   - rows: JSON objects.
    ///   - columns: member names, which also are the headings.
    static func text(_ rows: [JSONValue], _ columns: [String]) -> String {
        guard !rows.isEmpty else { return "none" }
        let cells = [columns] + rows.map { row in columns.map { cell(row[$0]) } }
        let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            var line = row.indices.map { column in
                row[column] + String(repeating: " ", count: widths[column] - row[column].count)
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// Members of one object, one a line.
    static func lines(_ object: JSONValue) -> String {
        let members = object.object?.members ?? []
        let width = members.map(\.key.count).max() ?? 0
        return members.map { member in
            member.key + String(repeating: " ", count: width - member.key.count) + "  " + cell(member.value)
        }.joined(separator: "\n")
    }

    static func cell(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null?: "-"
        case .string(let text)?: text.isEmpty ? "-" : text
        case .integer(let number)?: String(number)
        case .decimal(let text)?: text
        case .bool(let flag)?: flag ? "yes" : "no"
        case .array(let list)?: list.isEmpty ? "-" : list.map { cell($0) }.joined(separator: ", ")
        case .object(let object)?: object.members.map { "\($0.key) \(cell($0.value))" }.joined(separator: ", ")
        }
    }
}
