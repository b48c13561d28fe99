extension XMLScanner {
    /// A name with at most one prefix.
    mutating func qualifiedName() throws(AdapterError) -> (name: Range<Int>, localStart: Int) {
        let start = position
        var local = start
        try nameStart()
        while true {
            position = endOfASCIIName(from: position)
            guard position < bytes.count else { break }
            if bytes[position] == UInt8(ascii: ":") {
                guard local == start else { throw fail("a name with two colons", at: start) }
                position += 1
                local = position
                try nameStart()
                continue
            }
            guard bytes[position] >= 0x80 else { break }
            let (value, width) = scalar()
            guard XMLCharacters.continuesName(value) else { break }
            position += width
        }
        return (start..<position, local)
    }

    private func endOfASCIIName(from start: Int) -> Int {
        let bytes = bytes.span
        var index = start
        while index < bytes.count, XMLCharacters.continuesASCIIName(bytes[index]) { index += 1 }
        return index
    }

    private mutating func nameStart() throws(AdapterError) {
        guard position < bytes.count else { throw fail("ends within a name") }
        let (value, width) = scalar()
        guard XMLCharacters.startsName(value) else { throw fail("a name starts with a character that names do not") }
        position += width
    }

    /// The character at `position`, which is there and is valid UTF-8: the guard pass has seen to it.
    private func scalar() -> (value: UInt32, width: Int) {
        let first = UInt32(bytes[position])
        if first < 0x80 { return (first, 1) }
        let width = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = first & (0xFF >> UInt32(width + 1))
        for byte in bytes[position + 1..<position + width] { value = value << 6 | UInt32(byte & 0x3F) }
        return (value, width)
    }

    @discardableResult
    mutating func skipSpace() -> Bool {
        let start = position
        while position < bytes.count, XMLCharacters.isSpace(bytes[position]) { position += 1 }
        return position > start
    }

    /// Steps over these characters if they are next.
    mutating func skip(_ token: StaticString) -> Bool {
        guard matches(token, at: position) else { return false }
        position += token.utf8CodeUnitCount
        return true
    }

    /// Steps behind the next occurrence and says where it began; leaves the position where it is when there is none.
    mutating func find(_ token: StaticString) -> Int? {
        var index = position
        while index < bytes.count {
            if matches(token, at: index) {
                position = index + token.utf8CodeUnitCount
                return index
            }
            index += 1
        }
        return nil
    }

    /// Whether two stretches of the document are the same text; the second may reach beyond its end.
    func equal(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
        guard a.count == b.count, b.upperBound <= bytes.count else { return false }
        for offset in 0..<a.count where bytes[a.lowerBound + offset] != bytes[b.lowerBound + offset] { return false }
        return true
    }

    private func matches(_ token: StaticString, at index: Int) -> Bool {
        guard index + token.utf8CodeUnitCount <= bytes.count else { return false }
        return token.withUTF8Buffer { expected in
            for offset in expected.indices where bytes[index + offset] != expected[offset] { return false }
            return true
        }
    }

    func fail(_ problem: String, at offset: Int? = nil) -> AdapterError {
        XMLGuard.error(.notWellFormed, problem, at: offset ?? position, in: bytes)
    }
}
