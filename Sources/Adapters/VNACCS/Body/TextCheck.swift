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

    /// Whether `range` is printable ASCII throughout. The loop has no early exit, so that it is vectorised.
    static func isPrintable(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes[range].withUnsafeBufferPointer { text in
            var outside: UInt8 = 0
            for byte in text { outside |= byte &- 0x20 > 0x7E - 0x20 ? 1 : 0 }
            return outside == 0
        }
    }

    /// Where the text in `range` ends when the blanks behind it are left out.
    ///
    /// Most bytes of a body are padding: it is skipped eight bytes at a time. The loads stay within `range`, which the
    /// caller takes from the array's own indices.
    static func endOfText(in bytes: [UInt8], _ range: Range<Int>) -> Int {
        bytes.withUnsafeBytes { raw in
            var end = range.upperBound
            while end - range.lowerBound >= 8,
                raw.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self) == 0x2020_2020_2020_2020
            { end -= 8 }
            while end > range.lowerBound, raw[end - 1] == 0x20 { end -= 1 }
            return end
        }
    }

    /// Index of the first control character (C0 or DEL) in `range`, or nil.
    static func firstControl(in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        for at in range where bytes[at] < 0x20 || bytes[at] == 0x7F { return at }
        return nil
    }
}
