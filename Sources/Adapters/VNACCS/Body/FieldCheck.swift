/// Whether the bytes of a value are what its field allows. The same check guards reading and writing.
enum FieldCheck {
    /// - Parameter range: the value without its padding, not empty.
    static func fault(in bytes: [UInt8], _ range: Range<Int>, of kind: FieldKind) -> ItemFault? {
        switch kind {
        case .alphanumeric:
            for at in range where !(0x20...0x7E).contains(bytes[at]) {
                return ItemFault(code: .badItem, at: at, problem: "a character other than printable ASCII")
            }
        case .text:
            if let at = TextCheck.firstControl(in: bytes, range) {
                return ItemFault(code: .badItem, at: at, problem: "a control character")
            }
            if let at = TextCheck.firstInvalid(in: bytes, range) {
                return ItemFault(code: .badEncoding, at: at, problem: "not UTF-8")
            }
        case .integer:
            for at in range where !(0x30...0x39).contains(bytes[at]) {
                return ItemFault(code: .badItem, at: at, problem: "a character other than a digit")
            }
        case .decimal:
            return decimalFault(in: bytes, range)
        }
        return nil
    }

    private static func decimalFault(in bytes: [UInt8], _ range: Range<Int>) -> ItemFault? {
        var hasPoint = false
        for at in range {
            if (0x30...0x39).contains(bytes[at]) { continue }
            guard bytes[at] == UInt8(ascii: "."), !hasPoint, at > range.lowerBound, at + 1 < range.upperBound else {
                return ItemFault(
                    code: .badItem, at: at, problem: "a character other than a digit or one point between digits")
            }
            hasPoint = true
        }
        return nil
    }
}
