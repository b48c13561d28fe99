/// Checks of raw text bytes that name the first byte that is wrong.
enum TextCheck {
    /// Index of the first byte in `range` that does not belong to well-formed UTF-8 (Unicode table 3-7), or nil.
    static func firstInvalid(in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var at = range.lowerBound
        while at < range.upperBound {
            let lead = bytes[at]
            if lead < 0x80 {
                at += 1
                continue
            }
            let length: Int
            // The second byte carries the bounds that exclude overlong forms, surrogates and values over U+10FFFF.
            let second: ClosedRange<UInt8>
            switch lead {
            case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return at
            }
            guard at + length <= range.upperBound, second.contains(bytes[at + 1]) else { return at }
            for next in at + 2..<max(at + 2, at + length) where !(0x80...0xBF).contains(bytes[next]) { return at }
            at += length
        }
        return nil
    }

    /// Index of the first control character (C0 or DEL) in `range`, or nil.
    static func firstControl(in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        for at in range where bytes[at] < 0x20 || bytes[at] == 0x7F { return at }
        return nil
    }
}
