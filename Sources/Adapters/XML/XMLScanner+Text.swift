extension XMLScanner {
    /// Reads character data and references up to the next `<`.
    mutating func characterData(of element: Int) throws(AdapterError) {
        var start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "<"):
                append(start..<position, to: element, keepsSpace: false)
                return
            case UInt8(ascii: "&"):
                append(start..<position, to: element, keepsSpace: true)
                append(try reference(), to: element)
                start = position
            case UInt8(ascii: "]"):
                guard !skip("]]>") else { throw fail("]]> within text", at: position - 3) }
                position += 1
            default:
                position += 1
            }
        }
        throw fail("the document ends within an element")
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

    /// Adds a stretch of the document to an element's text. White space before any text is dropped, unless what comes
    /// next belongs to the same run of text: it only sets elements apart.
    mutating func append(_ range: Range<Int>, to element: Int, keepsSpace: Bool) {
        guard !range.isEmpty else { return }
        let stretch = bytes[range]
        switch elements[element].text {
        case .none:
            if !keepsSpace, Self.trimmed(bytes, range).isEmpty { return }
            if stretch.contains(0x0D) {
                append(Self.lineEndsNormalized(stretch), to: element)
            } else {
                elements[element].text = .verbatim(range)
            }
        case .verbatim, .assembled:
            append(Self.lineEndsNormalized(stretch), to: element)
        }
    }

    mutating func append(_ more: [UInt8], to element: Int) {
        switch elements[element].text {
        case .none: assemble(more, as: element)
        case .verbatim(let first): assemble(Self.lineEndsNormalized(bytes[first]) + more, as: element)
        case .assembled(let index): assembled[index].append(contentsOf: more)
        }
    }

    private mutating func assemble(_ text: [UInt8], as element: Int) {
        elements[element].text = .assembled(assembled.count)
        assembled.append(text)
    }

    /// Takes white space off both ends of an element's text.
    mutating func trim(_ element: Int) {
        switch elements[element].text {
        case .none: break
        case .verbatim(let range):
            let trimmed = Self.trimmed(bytes, range)
            elements[element].text = trimmed.isEmpty ? .none : .verbatim(trimmed)
        case .assembled(let index):
            let trimmed = Self.trimmed(assembled[index], assembled[index].indices)
            if trimmed.count < assembled[index].count { assembled[index] = Array(assembled[index][trimmed]) }
            if trimmed.isEmpty { elements[element].text = .none }
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
