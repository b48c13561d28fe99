/// The values of one group of elements that is to be written, by the group's table.
struct XMLRecord: Sendable, Hashable {
    let table: XMLTable
    /// One for each field of the table; nil where the element is left out.
    private(set) var values: [XMLValue?]

    init(_ table: XMLTable) {
        self.table = table
        values = Array(repeating: nil, count: table.fields.count)
    }

    /// Order is the table's, whatever the order here; nil leaves an element out.
    init(_ table: XMLTable, _ values: KeyValuePairs<StaticString, XMLValue?>) {
        self.init(table)
        // Mostly the values are given in the table's order.
        var expected = 0
        for (name, value) in values {
            guard let index = table.index(of: name, from: expected) else { continue }
            expected = index
            self.values[index] = value
        }
    }

    func isAbsent(_ index: Int) -> Bool { if case nil = values[index] { true } else { false } }

    static func == (a: XMLRecord, b: XMLRecord) -> Bool { a.values == b.values }
    func hash(into hasher: inout Hasher) { hasher.combine(values) }
}
