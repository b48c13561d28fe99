extension BodyCodec {
    /// Writes a body, cut off after the last item that is not blank.
    /// - Parameters:
    ///   - values: without padding; blank and absent are the same.
    ///   - offset: where the body will start in the message; with `line`, for the places that errors name.
    ///   - code: the code that selects the form, for errors.
    static func encode(
        _ values: [ItemName: String], form: VNACCSForm, code: String, from offset: Int, line: Int
    ) throws(AdapterError) -> [UInt8] {
        let table = form.table
        var texts: [Int: String] = [:]
        for (name, text) in values where !text.isEmpty {
            guard let position = table.position(of: name.id, name.occurrence ?? 1) else {
                throw AdapterError(.badItem, form: code, field: name.description, problem: "the form has no such item")
            }
            guard texts.updateValue(text, forKey: position) == nil else {
                throw AdapterError(.badItem, form: code, field: name.description, problem: "the item is set twice")
            }
        }
        let count = (texts.keys.max() ?? -1) + 1
        var bytes: [UInt8] = []
        var position = 0
        var starts: [Int] = []
        writing: for section in table.sections {
            for _ in 0..<section.times {
                for field in section.fields {
                    if position == count { break writing }
                    starts.append(offset + bytes.count)
                    do throws(ItemFault) {
                        try append(texts[position], as: field, to: &bytes)
                    } catch {
                        throw self.error(
                            error.code, form: code, table: table, position: position,
                            offset: offset + bytes.count + error.at, firstLine: line, error.problem)
                    }
                    position += 1
                }
            }
        }
        let end = offset + bytes.count
        try checkMandatory(
            table, form: code, itemCount: count, firstLine: line, isEmpty: { texts[$0] == nil },
            offset: { $0 < starts.count ? starts[$0] : end })
        return bytes
    }

    /// Appends one item and its CRLF; nothing when it throws, with the place of the fault counted from the item's start.
    private static func append(
        _ text: String?, as field: FormField, to bytes: inout [UInt8]
    ) throws(ItemFault) {
        let value = text.map { Array($0.utf8) } ?? []
        guard value.count <= field.width else {
            throw ItemFault(
                code: .itemTooLong, at: 0, problem: "\(value.count) bytes in an item of \(field.width) bytes")
        }
        if !value.isEmpty, let fault = FieldCheck.fault(in: value, 0..<value.count, of: field.kind) {
            throw fault
        }
        let padding = repeatElement(UInt8(0x20), count: field.width - value.count)
        if field.kind.isNumeric { bytes += padding }
        bytes += value
        if !field.kind.isNumeric { bytes += padding }
        bytes.append(0x0D)
        bytes.append(0x0A)
    }
}
