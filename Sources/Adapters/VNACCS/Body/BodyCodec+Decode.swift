extension BodyCodec {
    /// Reads a body that reaches to the end of the message. The tail may be cut off after any item, and an item may be
    /// shorter than its width: its CRLF ends it.
    /// - Parameters:
    ///   - offset: where the body starts in the message.
    ///   - line: line of its first item, from 1.
    ///   - code: the code that selected the form, for errors.
    static func decode(
        _ bytes: [UInt8], from offset: Int, line: Int, form: VNACCSForm, code: String
    ) throws(AdapterError) -> FormBody {
        let table = form.table
        var places: [FormBody.Place] = []
        // Bound: the table's item count, by the loop below; the reservation guesses from the size of the body.
        places.reserveCapacity(min(table.itemCount, max(0, bytes.count - offset) / 16 + 8))
        var at = offset
        reading: for section in table.sections {
            for _ in 0..<section.times {
                for field in section.shapes {
                    if at == bytes.count { break reading }
                    do throws(ItemFault) {
                        places.append(try item(bytes, at: &at, field))
                    } catch {
                        throw self.error(
                            error.code, form: code, table: table, position: places.count, offset: error.at,
                            firstLine: line, error.problem)
                    }
                }
            }
        }
        guard at == bytes.count else {
            throw AdapterError(
                .trailingBytes, form: code, offset: at, line: line + places.count,
                problem: "the form has \(table.itemCount) items, the message goes on after them")
        }
        try checkMandatory(
            table, form: code, itemCount: places.count, firstLine: line, isEmpty: { places[$0].isEmpty },
            offset: { $0 < places.count ? Int(places[$0].start) : bytes.count })
        return FormBody(form: form, code: code, bytes: bytes, firstLine: line, places: places)
    }

    /// Reads the item whose line starts at `at` and moves on behind its CRLF.
    private static func item(
        _ bytes: [UInt8], at: inout Int, _ field: FieldShape
    ) throws(ItemFault) -> FormBody.Place {
        let lineStart = at
        let padded = lineStart + field.width
        if padded + 1 < bytes.count, bytes[padded] == 0x0D, bytes[padded + 1] == 0x0A {
            let (place, fault) = content(bytes, lineStart..<padded, of: field)
            // A fault may come from a line end further left: then the item is shorter than its width.
            if fault == nil {
                at = padded + 2
                return place
            }
        }
        let end = try lineEnd(bytes, from: lineStart)
        guard end - lineStart <= field.width else {
            throw ItemFault(
                code: .itemTooLong, at: lineStart,
                problem: "\(end - lineStart) bytes in an item of \(field.width) bytes")
        }
        let (place, fault) = content(bytes, lineStart..<end, of: field)
        if let fault { throw fault }
        at = end + 2
        return place
    }

    /// Where the CRLF of the line at `start` stands.
    private static func lineEnd(_ bytes: [UInt8], from start: Int) throws(ItemFault) -> Int {
        guard let end = bytes[start...].firstIndex(of: 0x0A) else {
            throw ItemFault(code: .notWellFormed, at: start, problem: "the item does not end with CRLF")
        }
        guard end > start, bytes[end - 1] == 0x0D else {
            throw ItemFault(code: .notWellFormed, at: end, problem: "the item ends with LF alone, not with CRLF")
        }
        return end - 1
    }

    /// The value in a line without its padding, and what is wrong with it.
    private static func content(
        _ bytes: [UInt8], _ line: Range<Int>, of field: FieldShape
    ) -> (FormBody.Place, ItemFault?) {
        var start = line.lowerBound
        let end = TextCheck.endOfText(in: bytes, line)
        if end == start { return (FormBody.Place(start: UInt32(start), end: UInt32(start)), nil) }
        if field.kind.isNumeric {
            while bytes[start] == 0x20 { start += 1 }
        }
        return (
            FormBody.Place(start: UInt32(start), end: UInt32(end)),
            FieldCheck.fault(in: bytes, start..<end, of: field.kind)
        )
    }
}
