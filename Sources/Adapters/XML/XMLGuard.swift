/// What is refused by looking at the bytes, before anything is parsed.
enum XMLGuard {
    /// - Returns: where the document starts, behind a UTF-8 byte order mark.
    static func check(_ bytes: [UInt8]) throws(AdapterError) -> Int {
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.prefix(4).contains(0) {
            throw AdapterError(.badEncoding, offset: 0, line: 1, problem: "is UTF-16 or UTF-32; send UTF-8")
        }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var index = start
        while true {
            index = endOfPlainBytes(bytes, from: index)
            guard index < bytes.count else { return start }
            let byte = bytes[index]
            if byte >= 0x80 {
                index += try width(of: bytes, at: index)
                continue
            }
            if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D {
                throw error(.notWellFormed, "a control character that XML does not allow", at: index, in: bytes)
            }
            if byte == UInt8(ascii: "!"), index > start, bytes[index - 1] == UInt8(ascii: "<"),
                startsKeyword("DOCTYPE", bytes, index + 1) || startsKeyword("ENTITY", bytes, index + 1)
            {
                throw error(
                    .doctypeRefused, "document type and entity declarations are refused; send the elements only",
                    at: index - 1, in: bytes)
            }
            index += 1
        }
    }

    /// The next byte that is not ASCII, a control character or `!`: most bytes are none of these, so eight are looked at
    /// at once.
    private static func endOfPlainBytes(_ bytes: [UInt8], from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        var index = start
        bytes.withUnsafeBytes { bytes in
            while index + 8 <= bytes.count {
                let eight = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                // The high bit of a byte is set: below 0x20, or zero where `!` was, or above 0x7F.
                let marks = eight ^ (ones &* 0x21)
                guard ((eight &- ones &* 0x20) | (marks &- ones) | eight) & high == 0 else { break }
                index += 8
            }
            while index < bytes.count, bytes[index] &- 0x20 < 0x60, bytes[index] != UInt8(ascii: "!") { index += 1 }
        }
        return index
    }

    /// Line of a byte offset, from 1.
    static func line(of offset: Int, in bytes: [UInt8]) -> Int {
        bytes.prefix(offset).count { $0 == 0x0A } + 1
    }

    static func error(
        _ code: AdapterError.Code, _ problem: String, at offset: Int, in bytes: [UInt8]
    ) -> AdapterError {
        AdapterError(code, offset: offset, line: line(of: offset, in: bytes), problem: problem)
    }

    private static func startsKeyword(_ keyword: StaticString, _ bytes: [UInt8], _ start: Int) -> Bool {
        guard start + keyword.utf8CodeUnitCount <= bytes.count else { return false }
        return keyword.withUTF8Buffer { expected in
            for index in expected.indices where bytes[start + index] & 0xDF != expected[index] { return false }
            return true
        }
    }

    /// Width of the UTF-8 sequence at `index`, whose first byte is not ASCII (Unicode table 3-7).
    private static func width(of bytes: [UInt8], at index: Int) throws(AdapterError) -> Int {
        let second: ClosedRange<UInt8>
        let width: Int
        switch bytes[index] {
        case 0xC2...0xDF: (second, width) = (0x80...0xBF, 2)
        case 0xE0: (second, width) = (0xA0...0xBF, 3)
        case 0xED: (second, width) = (0x80...0x9F, 3)
        case 0xE1...0xEF: (second, width) = (0x80...0xBF, 3)
        case 0xF0: (second, width) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (second, width) = (0x80...0xBF, 4)
        case 0xF4: (second, width) = (0x80...0x8F, 4)
        default: throw error(.badEncoding, "is not UTF-8", at: index, in: bytes)
        }
        guard index + width <= bytes.count, second.contains(bytes[index + 1]),
            bytes[(index + 2)..<max(index + 2, index + width)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { throw error(.badEncoding, "is not UTF-8", at: index, in: bytes) }
        // U+FFFE and U+FFFF are no XML characters.
        if bytes[index] == 0xEF, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE {
            throw error(.notWellFormed, "a character that XML does not allow", at: index, in: bytes)
        }
        return width
    }
}
