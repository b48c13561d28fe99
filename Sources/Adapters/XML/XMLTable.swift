/// The elements of one message or group, in the order in which they are written.
///
/// Reading takes them in any order and passes over elements that the table does not list, because the systems add
/// elements between versions; an element that may stand once and stands twice is refused, because two readers could
/// take different ones.
final class XMLTable: Sendable {
    let fields: [XMLField]
    /// Indices of the required fields.
    private let required: [Int]

    init(_ fields: [XMLField]) {
        self.fields = fields
        required = fields.indices.filter { fields[$0].isRequired }
    }

    func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

    /// - Parameter form: the message form, for errors.
    /// - Throws: `AdapterError` that names the field from this group inwards: `GNT_CT/So_TK`.
    func read(_ node: XMLNode, form: String?) throws(AdapterError) -> XMLRecord {
        var record = XMLRecord(self)
        var seen = [Int](repeating: 0, count: fields.count)
        var expected = 0
        for child in node.children {
            guard let index = index(of: child, from: expected) else { continue }
            expected = index
            seen[index] += 1
            if seen[index] > fields[index].maximum { throw tooOften(fields[index], child, form) }
            do throws(AdapterError) {
                if case .group(let table) = fields[index].kind {
                    record.append(try table.read(child, form: form), at: index)
                } else {
                    record[index] = try fields[index].kind.read(child, form: form)
                }
            } catch {
                throw error.within(fields[index].name)
            }
        }
        for index in required where record.isAbsent(index) {
            throw AdapterError(
                .missingItem, form: form, field: fields[index].name, offset: node.offset, line: node.line,
                problem: "is missing or empty")
        }
        return record
    }

    /// The same, for a group whose name errors shall have in front of the field.
    func read(_ node: XMLNode, form: String?, within group: String) throws(AdapterError) -> XMLRecord {
        do throws(AdapterError) {
            return try read(node, form: form)
        } catch {
            throw error.within(group)
        }
    }

    func write(_ record: XMLRecord, to writer: inout XMLWriter) {
        for (index, field) in fields.enumerated() {
            guard let value = record[index] else { continue }
            if case .records(let records) = value {
                for one in records {
                    writer.start(field.name)
                    one.table.write(one, to: &writer)
                    writer.end()
                }
            } else {
                writer.element(field.name, field.kind.text(of: value))
            }
        }
    }

    /// Looks behind the last element found first: messages are mostly in order.
    private func index(of child: XMLNode, from expected: Int) -> Int? {
        for index in expected..<fields.count where child.isNamed(fields[index].utf8) { return index }
        for index in 0..<expected where child.isNamed(fields[index].utf8) { return index }
        return nil
    }

    private func tooOften(_ field: XMLField, _ node: XMLNode, _ form: String?) -> AdapterError {
        AdapterError(
            field.maximum == 1 ? .badItem : .limitExceeded, form: form, field: field.name, offset: node.offset,
            line: node.line,
            problem: field.maximum == 1 ? "appears twice" : "appears more than \(field.maximum) times")
    }
}
