/// Vietnamese text without what writers do differently: case, accents (precomposed or not), kinds of white space.
enum VietnameseText {
    /// Lower-case ASCII; runs of white space are one space; letters of other scripts and other marks are `0x7F`.
    static func folded(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x300...0x36F: continue
            case 0x41...0x5A: result.append(UInt8(scalar.value) + 0x20)
            case 0x21...0x7E: result.append(UInt8(scalar.value))
            case 0x09...0x0D, 0x20, 0xA0, 0x2000...0x200B, 0x202F, 0x3000, 0xFEFF:
                if result.last != 0x20 { result.append(0x20) }
            default: result.append(base(of: scalar.value))
            }
        }
        return result
    }

    /// Whether the folded text contains the folded phrase.
    static func contains(_ folded: [UInt8], _ phrase: StaticString) -> Bool {
        var start = 0
        while start + phrase.utf8CodeUnitCount <= folded.count {
            if stands(phrase, in: folded, at: start) { return true }
            start += 1
        }
        return false
    }

    /// Whether the folded phrase stands in the folded text at this place, from which the text has as many bytes.
    static func stands(_ phrase: StaticString, in folded: [UInt8], at start: Int) -> Bool {
        phrase.withUTF8Buffer { phrase in
            for index in phrase.indices where folded[start + index] != phrase[index] { return false }
            return true
        }
    }

    /// The ASCII letter under a precomposed Vietnamese letter.
    private static func base(of value: UInt32) -> UInt8 {
        switch value {
        case 0xC0...0xC5, 0xE0...0xE5, 0x102...0x103, 0x1EA0...0x1EB7: UInt8(ascii: "a")
        case 0x110...0x111: UInt8(ascii: "d")
        case 0xC8...0xCB, 0xE8...0xEB, 0x1EB8...0x1EC7: UInt8(ascii: "e")
        case 0xCC...0xCF, 0xEC...0xEF, 0x128...0x129, 0x1EC8...0x1ECB: UInt8(ascii: "i")
        case 0xD2...0xD6, 0xF2...0xF6, 0x1A0...0x1A1, 0x1ECC...0x1EE3: UInt8(ascii: "o")
        case 0xD9...0xDC, 0xF9...0xFC, 0x168...0x169, 0x1AF...0x1B0, 0x1EE4...0x1EF1: UInt8(ascii: "u")
        case 0xDD, 0xFD, 0x1EF2...0x1EF9: UInt8(ascii: "y")
        default: 0x7F
        }
    }
}
