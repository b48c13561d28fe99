/// The elements of one message or group, in the order in which they are written.
///
/// Reading takes them in any order and passes over elements that the table does not list, because the systems add
/// elements between versions; an element that may stand once and stands twice is refused, because two readers could
/// take different ones.
final class XMLTable: Sendable {
    let fields: [XMLField]
    /// `XMLName.mark` of each field's name.
    private let marks: [UInt64]
    /// Indices of the required fields.
    private let required: [Int]

    init(_ fields: [XMLField]) {
        self.fields = fields
        marks = fields.map { XMLName.mark($0.utf8.span) }
        required = fields.indices.filter { fields[$0].isRequired }
    }

    /// - Parameter expected: where the name is looked for first.
    func index(of name: StaticString, from expected: Int = 0) -> Int? {
        name.withUTF8Buffer { index(of: $0.span, from: expected) }
    }

    /// - Parameter form: the message form, for errors.
    /// - Throws: `AdapterError` that names the field from this group inwards: `GNT_CT/So_TK`.
    func read(_ node: XMLNode, form: String?) throws(AdapterError) -> XMLContents {
        let document = node.document
        var places = [Int](repeating: 0, count: fields.count)
        var groups: [(field: Int, contents: XMLContents)] = []
        // Messages are mostly in order: the search begins at the last field found.
        var expected = 0
        var upcoming = node.index + 1
        let end = document.elements[node.index].end
        while upcoming < end {
            let child = upcoming
            upcoming = document.elements[child].end
            guard let field = index(of: child, in: document, from: expected) else { continue }
            expected = field
            do throws(AdapterError) {
                if case .group(let table) = fields[field].kind {
                    let group = XMLNode(document: document, index: child)
                    guard places[field] < fields[field].maximum else { throw tooOften(fields[field], group, form) }
                    groups.append((field, try table.read(group, form: form)))
                    places[field] += 1
                } else {
                    guard places[field] == 0 else {
                        throw tooOften(fields[field], XMLNode(document: document, index: child), form)
                    }
                    try fields[field].kind.check(child, of: document, form: form)
                    places[field] = child
                }
            } catch {
                throw error.within(fields[field].name)
            }
        }
        for field in required where isAbsent(field, places[field], in: document) {
            throw AdapterError(
                .missingItem, form: form, field: fields[field].name, offset: node.offset, line: node.line,
                problem: "is missing or empty")
        }
        return XMLContents(self, of: document, places: places, groups: groups)
    }

    /// The same, for a group whose name errors shall have in front of the field.
    func read(_ node: XMLNode, form: String?, within group: String) throws(AdapterError) -> XMLContents {
        do throws(AdapterError) {
            return try read(node, form: form)
        } catch {
            throw error.within(group)
        }
    }

    func write(_ record: XMLRecord, to writer: inout XMLWriter) {
        for index in fields.indices where !record.isAbsent(index) {
            switch record.values[index] {
            case .records(let records)?:
                for one in records {
                    writer.startTag(fields[index].utf8)
                    one.table.write(one, to: &writer)
                    writer.endTag(fields[index].utf8)
                }
            case .some(let value): writer.element(fields[index].utf8, fields[index].kind.text(of: value))
            case nil: break
            }
        }
    }

    private func index(of element: Int, in document: XMLDocument, from expected: Int) -> Int? {
        let bytes = document.bytes
        let name = bytes.span.extracting(document.elements[element].localName)
        return index(of: name, from: expected)
    }

    private func index(of name: Span<UInt8>, from expected: Int) -> Int? {
        let mark = XMLName.mark(name)
        var index = expected
        for _ in marks.indices {
            if marks[index] == mark, isName(of: index, name) { return index }
            index = index + 1 < marks.count ? index + 1 : 0
        }
        return nil
    }

    private func isName(of field: Int, _ name: Span<UInt8>) -> Bool {
        let expected = fields[field].utf8
        guard name.count == expected.count else { return false }
        for offset in expected.indices where name[offset] != expected[offset] { return false }
        return true
    }

    private func isAbsent(_ field: Int, _ place: Int, in document: XMLDocument) -> Bool {
        if place == 0 { return true }
        if case .group = fields[field].kind { return false }
        if case .none = document.elements[place].text { return true }
        return false
    }

    /// Without a field; the reader adds it.
    private func tooOften(_ field: XMLField, _ node: XMLNode, _ form: String?) -> AdapterError {
        AdapterError(
            field.maximum == 1 ? .badItem : .limitExceeded, form: form, offset: node.offset, line: node.line,
            problem: field.maximum == 1 ? "appears twice" : "appears more than \(field.maximum) times")
    }
}
