extension XMLScanner {
    /// Reads character data and references up to the next `<`.
    mutating func characterData() throws(AdapterError) {
        var start = position
        while true {
            position = endOfPlainText(from: position)
            guard position < bytes.count else { throw fail("the document ends within an element") }
            switch bytes[position] {
            case UInt8(ascii: "<"):
                append(start..<position, keepsSpace: false)
                return
            case UInt8(ascii: "&"):
                append(start..<position, keepsSpace: true)
                append(try reference())
                start = position
            default:
                guard !skip("]]>") else { throw fail("]]> within text", at: position - 3) }
                position += 1
            }
        }
    }

    /// The next `<`, `&`, `]` or carriage return, or the end of the bytes.
    func endOfPlainText(from start: Int) -> Int {
        let bytes = bytes.span
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "]"), 0x0D: return index
            default: index += 1
            }
        }
        return index
    }

    /// Reads `&name;` or `&#number;` and gives the character's UTF-8 bytes.
    mutating func reference() throws(AdapterError) -> [UInt8] {
        let start = position
        position += 1
        guard !skip("#") else { return try characterReference(from: start) }
        if skip("lt;") { return [UInt8(ascii: "<")] }
        if skip("gt;") { return [UInt8(ascii: ">")] }
        if skip("amp;") { return [UInt8(ascii: "&")] }
        if skip("quot;") { return [UInt8(ascii: "\"")] }
        if skip("apos;") { return [UInt8(ascii: "'")] }
        throw fail("a reference to an entity that XML does not predefine", at: start)
    }

    private mutating func characterReference(from start: Int) throws(AdapterError) -> [UInt8] {
        let radix: UInt32 = skip("x") ? 16 : 10
        var value: UInt32 = 0
        var digits = 0
        while position < bytes.count, let digit = Self.digit(bytes[position], radix: radix) {
            value = value * radix + digit
            // Stops before the value can overflow.
            guard value <= 0x10FFFF else { throw fail("a reference to no character", at: start) }
            digits += 1
            position += 1
        }
        guard digits > 0, skip(";"), XMLCharacters.isCharacter(value), let scalar = Unicode.Scalar(value) else {
            throw fail("a reference to no character", at: start)
        }
        return Array(String(Character(scalar)).utf8)
    }

    private static func digit(_ byte: UInt8, radix: UInt32) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46 where radix == 16: UInt32(byte - 0x37)
        case 0x61...0x66 where radix == 16: UInt32(byte - 0x57)
        default: nil
        }
    }

    /// Adds a stretch of the document to the text of the innermost open element. White space before any text is
    /// dropped, unless what comes next belongs to the same run of text: it only sets elements apart.
    mutating func append(_ range: Range<Int>, keepsSpace: Bool) {
        guard !range.isEmpty else { return }
        switch open[open.count - 1].text {
        case .none:
            if !keepsSpace, Self.trimmed(bytes, range).isEmpty { return }
            if bytes[range].contains(0x0D) {
                append(Self.lineEndsNormalized(bytes[range]))
            } else {
                open[open.count - 1].text = .verbatim(range)
            }
        case .verbatim, .assembled:
            append(Self.lineEndsNormalized(bytes[range]))
        }
    }

    mutating func append(_ more: [UInt8]) {
        switch open[open.count - 1].text {
        case .none: assemble(more)
        case .verbatim(let first): assemble(Self.lineEndsNormalized(bytes[first]) + more)
        case .assembled(let index): assembled[index].append(contentsOf: more)
        }
    }

    private mutating func assemble(_ text: [UInt8]) {
        open[open.count - 1].text = .assembled(assembled.count)
        assembled.append(text)
    }

    /// The text without white space at both ends.
    mutating func trimmed(_ text: XMLDocument.Text) -> XMLDocument.Text {
        switch text {
        case .none: return .none
        case .verbatim(let range):
            let trimmed = Self.trimmed(bytes, range)
            return trimmed.isEmpty ? .none : .verbatim(trimmed)
        case .assembled(let index):
            let trimmed = Self.trimmed(assembled[index], assembled[index].indices)
            if trimmed.count < assembled[index].count { assembled[index] = Array(assembled[index][trimmed]) }
            return trimmed.isEmpty ? .none : text
        }
    }

    private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, XMLCharacters.isSpace(bytes[start]) { start += 1 }
        while end > start, XMLCharacters.isSpace(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    /// CR LF and CR become LF.
    static func lineEndsNormalized(_ stretch: ArraySlice<UInt8>) -> [UInt8] {
        guard stretch.contains(0x0D) else { return Array(stretch) }
        var result: [UInt8] = []
        result.reserveCapacity(stretch.count)
        var afterReturn = false
        for byte in stretch {
            if byte == 0x0D {
                result.append(0x0A)
            } else if byte != 0x0A || !afterReturn {
                result.append(byte)
            }
            afterReturn = byte == 0x0D
        }
        return result
    }
}
