extension JSONGuard {
    /// Reads a number and refuses what does not fit `Int64`, or a binary64 when it has a fraction or an exponent.
    mutating func number() throws(JSONError) {
        let start = index
        if text[index] == UInt8(ascii: "-") { index += 1 }
        let digits = index
        try self.digits()
        if text[digits] == UInt8(ascii: "0"), index > digits + 1 {
            throw JSONError(.malformed, offset: digits + 1)
        }
        let whole = index
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            try self.digits()
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if let sign = try? current(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index += 1 }
            try self.digits()
        }
        let fits = index == whole ? fitsInteger(start..<index) : fitsDouble(start..<index)
        guard fits else { throw JSONError(.numberOutOfRange, offset: start) }
    }

    /// Reads one or more digits.
    private mutating func digits() throws(JSONError) {
        guard isDigit(try current()) else { throw malformed }
        repeat { index += 1 } while index < text.count && isDigit(text[index])
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func fitsInteger(_ range: Range<Int>) -> Bool {
        // 18 digits always fit; the longest that may is a sign with 19.
        guard range.count > 18 else { return true }
        return range.count <= 20 && Int64(String(decoding: text[range], as: UTF8.self)) != nil
    }

    private func fitsDouble(_ range: Range<Int>) -> Bool {
        // The largest finite binary64 has 309 digits, so a short number needs an exponent of three to leave the range.
        guard range.count > 4 else { return true }
        let exponent = text[range].firstIndex { $0 | 0x20 == UInt8(ascii: "e") }
        guard exponent != nil || range.count > 308 else { return true }
        return Double(String(decoding: text[range], as: UTF8.self))?.isFinite ?? false
    }
}
