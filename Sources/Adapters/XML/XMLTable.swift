/// The elements of one message or group, in the order in which they are written.
///
/// Reading takes them in any order and passes over elements that the table does not list, because the systems add
/// elements between versions; an element that may stand once and stands twice is refused, because two readers could
/// take different ones.
final class XMLTable: Sendable {
    let fields: [XMLField]

    init(_ fields: [XMLField]) { self.fields = fields }

    func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

    /// - Parameters:
    ///   - form: the message form, for errors.
    ///   - path: where the group stands, for errors: `GNT_CT/`.
    func read(_ node: XMLNode, form: String?, path: String = "") throws(AdapterError) -> XMLRecord {
        var record = XMLRecord(self)
        var seen = [Int](repeating: 0, count: fields.count)
        var expected = 0
        for child in node.children {
            guard let index = index(of: child, from: expected) else { continue }
            expected = index
            let field = fields[index]
            seen[index] += 1
            guard seen[index] <= field.maximum else {
                throw AdapterError(
                    field.maximum == 1 ? .badItem : .limitExceeded, form: form, field: path + field.name,
                    offset: child.offset, line: child.line,
                    problem: field.maximum == 1 ? "appears twice" : "appears more than \(field.maximum) times")
            }
            if case .group(let table) = field.kind {
                let one = try table.read(child, form: form, path: "\(path)\(field.name)/")
                record.append(one, at: index)
            } else {
                record[index] = try field.kind.read(child, field: path + field.name, form: form)
            }
        }
        for (index, field) in fields.enumerated() where field.isRequired && record[index] == nil {
            throw AdapterError(
                .missingItem, form: form, field: path + field.name, offset: node.offset, line: node.line,
                problem: "is missing or empty")
        }
        return record
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
        for index in expected..<fields.count where child.isNamed(fields[index].name) { return index }
        for index in 0..<expected where child.isNamed(fields[index].name) { return index }
        return nil
    }
}

extension XMLRecord {
    fileprivate mutating func append(_ record: XMLRecord, at index: Int) {
        guard case .records(var all)? = self[index] else {
            self[index] = .records([record])
            return
        }
        // Taken out while it grows, so that the array is not copied for each group.
        self[index] = nil
        all.append(record)
        self[index] = .records(all)
    }
}
