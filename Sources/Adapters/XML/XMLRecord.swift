import Bus
import Events

/// The values of one group of elements, by the group's table.
struct XMLRecord: Sendable, Hashable {
    let table: XMLTable
    /// One for each field of the table; nil where the element is absent or empty.
    private(set) var values: [XMLValue?]

    init(_ table: XMLTable) {
        self.table = table
        values = Array(repeating: nil, count: table.fields.count)
    }

    /// For writing. Order is the table's, whatever the order here; nil leaves an element out.
    init(_ table: XMLTable, _ values: KeyValuePairs<String, XMLValue?>) {
        self.init(table)
        for (name, value) in values {
            if let index = table.index(of: name) { self.values[index] = value }
        }
    }

    subscript(_ index: Int) -> XMLValue? {
        get { values[index] }
        set { values[index] = newValue }
    }

    func isAbsent(_ index: Int) -> Bool { if case nil = values[index] { true } else { false } }

    /// Adds a group to a field that may have several.
    mutating func append(_ record: XMLRecord, at index: Int) {
        guard case .records(var all)? = values[index] else {
            values[index] = .records([record])
            return
        }
        // Taken out while it grows, so that the array is not copied for each group.
        values[index] = nil
        all.append(record)
        values[index] = .records(all)
    }

    subscript(_ name: String) -> XMLValue? { table.index(of: name).flatMap { values[$0] } }

    func text(_ name: String) -> String? { if case .text(let text)? = self[name] { text } else { nil } }

    func amount(_ name: String) -> Amount? { if case .amount(let amount)? = self[name] { amount } else { nil } }

    func time(_ name: String) -> Timestamp? { if case .time(let time)? = self[name] { time } else { nil } }

    func declaration(_ name: String) -> DeclarationNumber? {
        if case .declaration(let number)? = self[name] { number } else { nil }
    }

    func records(_ name: String) -> [XMLRecord] { if case .records(let records)? = self[name] { records } else { [] } }

    func record(_ name: String) -> XMLRecord? { records(name).first }

    static func == (a: XMLRecord, b: XMLRecord) -> Bool { a.values == b.values }
    func hash(into hasher: inout Hasher) { hasher.combine(values) }
}
