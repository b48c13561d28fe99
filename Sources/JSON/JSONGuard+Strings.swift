extension JSONGuard {
    /// Reads a string whose opening quote is at `index`.
    mutating func string(isKey: Bool) throws(JSONError) {
        index += 1
        while true {
            skipPlain()
            switch try current() {
            case UInt8(ascii: "\""):
                index += 1
                return
            case UInt8(ascii: "\\"):
                try escape(isKey: isKey)
            case 0x00..<0x20:
                throw JSONError(.controlCharacter, offset: index)
            case 0x80...:
                if isKey { hasUnusualKeys = true }
                try multibyte()
            default:
                index += 1
            }
        }
    }

    /// Goes on to the next byte that is not plain ASCII text, or to within 8 bytes of the end.
    private mutating func skipPlain() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs = ones << 7
        while index + 8 <= text.count {
            let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            // A byte's high bit is set for what is below 0x20, a quote, a backslash, or beyond ASCII. Borrows can set
            // bits wrongly only above a rightly set one, and the lowest is the one that counts.
            let quotes = word ^ ones &* 0x22
            let backslashes = word ^ ones &* 0x5C
            let low = (word &- ones &* 0x20) & ~word
            let found =
                (low | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | word) & highs
            guard found == 0 else {
                index += found.trailingZeroBitCount / 8
                return
            }
            index += 8
        }
    }

    private mutating func escape(isKey: Bool) throws(JSONError) {
        let start = index
        hasEscapes = true
        index += 1
        switch try current() {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 1
        case UInt8(ascii: "u"):
            index += 1
            let unit = try hexadecimal()
            if isKey {
                hasUnusualKeys = true
                if unit == 0 { throw JSONError(.nulInKey, offset: start) }
            }
            guard (0xD800...0xDFFF).contains(unit) else { return }
            guard unit <= 0xDBFF, try lowSurrogateFollows() else { throw JSONError(.loneSurrogate, offset: start) }
        default:
            throw malformed
        }
    }

    /// Reads a low surrogate's escape; leaves `index` alone when another thing stands here.
    private mutating func lowSurrogateFollows() throws(JSONError) -> Bool {
        let start = index
        guard index + 1 < text.count, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u") else {
            return false
        }
        index += 2
        if try (0xDC00...0xDFFF).contains(hexadecimal()) { return true }
        index = start
        return false
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = try current()
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: throw malformed
            }
            index += 1
        }
        return value
    }

    /// Reads one well-formed UTF-8 sequence of two to four bytes (Unicode 15, table 3-7).
    private mutating func multibyte() throws(JSONError) {
        let start = index
        let following: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch text[index] {
        case 0xC2...0xDF: following = 1
        case 0xE0: (following, second) = (2, 0xA0...0xBF)
        case 0xED: (following, second) = (2, 0x80...0x9F)
        case 0xE1...0xEF: following = 2
        case 0xF0: (following, second) = (3, 0x90...0xBF)
        case 0xF1...0xF3: following = 3
        case 0xF4: (following, second) = (3, 0x80...0x8F)
        default: throw JSONError(.invalidUTF8, offset: start)
        }
        guard start + following < text.count, second.contains(text[start + 1]) else {
            throw JSONError(.invalidUTF8, offset: start)
        }
        for place in 1..<following where text[start + 1 + place] & 0xC0 != 0x80 {
            throw JSONError(.invalidUTF8, offset: start)
        }
        index = start + 1 + following
    }
}
