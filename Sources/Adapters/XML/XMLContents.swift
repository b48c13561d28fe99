import Bus
import Events

/// The elements of one group as read: checked by the group's table, and made into values when they are asked for, because
/// events take only some of them.
struct XMLContents: Sendable {
    let table: XMLTable
    private let document: XMLDocument
    /// One for each field of the table: of a value, the index of its element, 0 when there is none (no value is the
    /// root); of a group, how often it was there.
    private let places: [Int]
    /// With the index of their field; bounded by the maximum of the fields, which `XMLTable.read` enforces.
    private let groups: [(field: Int, contents: XMLContents)]

    init(
        _ table: XMLTable, of document: XMLDocument, places: [Int], groups: [(field: Int, contents: XMLContents)]
    ) {
        self.table = table
        self.document = document
        self.places = places
        self.groups = groups
    }

    func text(_ name: StaticString) -> String? {
        guard let element = element(name) else { return nil }
        return document.string(document.elements[element].text)
    }

    func amount(_ name: StaticString) -> Amount? {
        // Reading the element has seen to it that it is one.
        text(name).flatMap { Amount($0) }
    }

    func time(_ name: StaticString) -> Timestamp? {
        guard let field = table.index(of: name), let element = element(at: field),
            case .time(let form) = table.fields[field].kind
        else { return nil }
        return document.withText(of: element) { form.read($0) }
    }

    func declaration(_ name: StaticString) -> DeclarationNumber? { text(name).flatMap { DeclarationNumber($0) } }

    func records(_ name: StaticString) -> [XMLContents] {
        guard let field = table.index(of: name) else { return [] }
        var records: [XMLContents] = []
        records.reserveCapacity(places[field])
        for group in groups where group.field == field { records.append(group.contents) }
        return records
    }

    func record(_ name: StaticString) -> XMLContents? {
        guard let field = table.index(of: name) else { return nil }
        return groups.first { $0.field == field }?.contents
    }

    /// The element of a value that is not empty.
    private func element(_ name: StaticString) -> Int? { table.index(of: name).flatMap(element(at:)) }

    private func element(at field: Int) -> Int? {
        let element = places[field]
        guard element > 0 else { return nil }
        if case .none = document.elements[element].text { return nil }
        return element
    }
}
