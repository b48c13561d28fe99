extension BodyCodec {
    /// Reads a body that reaches to the end of the message. The tail may be cut off after any item, and an item may be
    /// shorter than its width: its CRLF ends it.
    /// - Parameters:
    ///   - offset: where the body starts in the message.
    ///   - line: line of its first item, from 1.
    ///   - code: the code that selected the form, for errors.
    public static func decode(
        _ bytes: [UInt8], from offset: Int, line: Int, form: VNACCSForm, code: String
    ) throws(AdapterError) -> FormBody {
        var places: [FormBody.Place] = []
        // Items are a few dozen bytes on average; the bound is the table's, so that bytes cannot make the array grow past it.
        places.reserveCapacity(min(form.table.itemCount, max(0, bytes.count - offset) / 16 + 8))
        var at = offset
        reading: for section in form.table.sections {
            for _ in 0..<section.times {
                for field in section.fields {
                    if at == bytes.count { break reading }
                    let context = Context(form: form, code: code, firstLine: line, position: places.count)
                    places.append(try item(bytes, at: &at, field, context))
                }
            }
        }
        guard at == bytes.count else {
            throw AdapterError(
                .trailingBytes, form: code, offset: at, line: line + places.count,
                problem: "the form has \(form.table.itemCount) items, the message goes on after them")
        }
        try checkMandatory(
            form.table, form: code, itemCount: places.count, firstLine: line, isEmpty: { places[$0].isEmpty },
            offset: { $0 < places.count ? Int(places[$0].start) : bytes.count })
        return FormBody(form: form, code: code, bytes: bytes, firstLine: line, places: places)
    }

    private struct Context {
        let form: VNACCSForm
        let code: String
        let firstLine: Int
        let position: Int

        func error(_ code: AdapterError.Code, at offset: Int, _ problem: String) -> AdapterError {
            BodyCodec.error(
                code, form: self.code, table: form.table, position: position, offset: offset, firstLine: firstLine,
                problem)
        }
    }

    /// Reads the item whose line starts at `at` and moves on behind its CRLF.
    private static func item(
        _ bytes: [UInt8], at: inout Int, _ field: FormField, _ context: Context
    ) throws(AdapterError) -> FormBody.Place {
        let lineStart = at
        var end = lineStart
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        guard end < bytes.count else {
            throw context.error(.notWellFormed, at: lineStart, "the item does not end with CRLF")
        }
        guard end > lineStart, bytes[end - 1] == 0x0D else {
            throw context.error(.notWellFormed, at: end, "the item ends with LF alone, not with CRLF")
        }
        at = end + 1
        end -= 1
        guard end - lineStart <= field.width else {
            throw context.error(
                .itemTooLong, at: lineStart, "\(end - lineStart) bytes in an item of \(field.width) bytes")
        }
        var start = lineStart
        while end > start, bytes[end - 1] == 0x20 { end -= 1 }
        guard end > start else { return FormBody.Place(start: UInt32(lineStart), end: UInt32(lineStart)) }
        if field.kind.isNumeric {
            while bytes[start] == 0x20 { start += 1 }
        }
        if let fault = FieldCheck.fault(in: bytes, start..<end, of: field.kind) {
            throw context.error(fault.code, at: fault.at, fault.problem)
        }
        return FormBody.Place(start: UInt32(start), end: UInt32(end))
    }
}
