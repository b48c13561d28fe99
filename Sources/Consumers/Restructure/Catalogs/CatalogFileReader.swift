import Bus

/// Makes rows of a catalog's CSV file, with the line each one came from.
struct CatalogFileReader {
    private let definition: CatalogDefinition
    private let file: String
    private let columns: [String]

    /// - Throws: `invalid` with file and line for the first thing that cannot be read.
    static func read(_ file: CatalogFile) throws(RestructureError) -> [(line: Int, row: CatalogRow)] {
        guard let definition = CatalogDefinition.named(file.catalog) else {
            let names = CatalogDefinition.all.map(\.name).joined(separator: ", ")
            throw RestructureError(.notFound, "there is no catalog \(file.catalog); there are \(names)", place: file.name)
        }
        let records = try CSVReader.read(file.bytes, file: file.name)
        guard let header = records.first else { throw RestructureError(.invalid, "is empty", place: file.name) }
        let reader = try CatalogFileReader(definition, header, file.name)
        var rows: [(line: Int, row: CatalogRow)] = []
        for record in records.dropFirst() { rows.append((record.line, try reader.row(record))) }
        return rows
    }

    private init(
        _ definition: CatalogDefinition, _ header: CSVReader.Record, _ file: String
    ) throws(RestructureError) {
        self.definition = definition
        self.file = file
        columns = header.fields
        let place = "\(file), line \(header.line)"
        for name in columns where !definition.header.contains(name) {
            throw RestructureError(
                .invalid, "unknown column \(name); there are \(definition.header.joined(separator: ", "))", place: place)
        }
        if let twice = columns.first(where: { name in columns.filter { $0 == name }.count > 1 }) {
            throw RestructureError(.invalid, "column \(twice) stands there twice", place: place)
        }
        let needed = definition.columns.filter(\.isRequired).map(\.name) + ["valid_from"]
        if let missing = needed.first(where: { !columns.contains($0) }) {
            throw RestructureError(.invalid, "column \(missing) is missing", place: place)
        }
    }

    private func row(_ record: CSVReader.Record) throws(RestructureError) -> CatalogRow {
        guard record.fields.count == columns.count else {
            throw wrong(record, "has \(record.fields.count) fields; the header has \(columns.count)")
        }
        let fields = Dictionary(uniqueKeysWithValues: zip(columns, record.fields))
        let isClosed = try closed(fields["closed"] ?? "", record)
        var values: [String: String] = [:]
        for column in definition.columns {
            let text = fields[column.name] ?? ""
            let isKey = column.name == definition.key.name
            if text.isEmpty {
                guard !isKey, isClosed || !column.isRequired else { throw wrong(record, "\(column.name) is empty") }
                continue
            }
            guard column.accepts(text) else { throw wrong(record, "\(column.name) is not \(column.meaning)") }
            if !isKey { values[column.name] = text }
        }
        guard let from = Self.time(fields["valid_from"] ?? "") else {
            throw wrong(record, "valid_from is neither a date nor an RFC 3339 time")
        }
        let end = fields["valid_to"] ?? ""
        let to = Self.time(end)
        guard end.isEmpty || to != nil else { throw wrong(record, "valid_to is neither a date nor an RFC 3339 time") }
        if let to, to <= from { throw wrong(record, "valid_to is not after valid_from") }
        let successors = (fields["successors"] ?? "").split(separator: " ").map(String.init)
        guard successors.isEmpty || isClosed else { throw wrong(record, "only a closed row has successors") }
        guard successors.allSatisfy(definition.key.accepts) else {
            throw wrong(record, "a successor is not \(definition.key.meaning)")
        }
        return CatalogRow(
            key: fields[definition.key.name] ?? "", values: values, validFrom: from, validTo: to, isClosed: isClosed,
            successors: successors)
    }

    private func closed(_ text: String, _ record: CSVReader.Record) throws(RestructureError) -> Bool {
        switch text {
        case "", "no": return false
        case "yes": return true
        default: throw wrong(record, "closed is neither yes nor no")
        }
    }

    /// A date means its midnight in Vietnam.
    static func time(_ text: String) -> Timestamp? {
        Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00+07:00")
    }

    private func wrong(_ record: CSVReader.Record, _ what: String) -> RestructureError {
        RestructureError(.invalid, what, place: "\(file), line \(record.line)")
    }
}
