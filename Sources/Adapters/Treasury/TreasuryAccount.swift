/// A treasury account number, taken apart by its count of digits.
///
/// | Digits | Parts |
/// |---|---|
/// | 11 | natural account 4, unit 7 |
/// | 12 | natural account 4, budget level 1, unit 7 |
/// | 16 | natural account 4, unit 7, programme 5 |
/// | 17 | natural account 4, budget level 1, unit 7, programme 5 |
public struct TreasuryAccount: Sendable, Hashable, CustomStringConvertible {
    /// TKTN (tài khoản tự nhiên), 4 digits.
    public let natural: String
    /// Cấp ngân sách, 1 digit; nil in numbers of 11 and 16 digits.
    public let budgetLevel: String?
    /// Mã ĐVQHNS, the unit's budget-relation code, 7 digits.
    public let unit: String
    /// Mã CTMT, 5 digits; nil in numbers of 11 and 12 digits.
    public let programme: String?

    /// Reads a number as digits, or in the printed form with dots between the parts: `9523.4.1234567`.
    /// - Returns: nil for another count of digits, or dots elsewhere.
    public init?(_ text: String) {
        var digits: [UInt8] = []
        digits.reserveCapacity(17)
        /// How many digits stand before each dot.
        var dots: [Int] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39 where digits.count < 17: digits.append(byte)
            case UInt8(ascii: "."): dots.append(digits.count)
            default: return nil
            }
        }
        let ends: [Int]
        switch digits.count {
        case 11: ends = [4, 11]
        case 12: ends = [4, 5, 12]
        case 16: ends = [4, 11, 16]
        case 17: ends = [4, 5, 12, 17]
        default: return nil
        }
        guard dots.isEmpty || dots.elementsEqual(ends.dropLast()) else { return nil }
        func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        let hasLevel = ends[1] == 5
        let unitEnd = hasLevel ? 12 : 11
        natural = part(0..<4)
        budgetLevel = hasLevel ? part(4..<5) : nil
        unit = part(unitEnd - 7..<unitEnd)
        programme = digits.count > unitEnd ? part(unitEnd..<unitEnd + 5) : nil
    }

    /// Puts a number of 12 digits together from the segments of an account combination; what is absent is zeros.
    init?(natural: String, budgetLevel: String?, unit: String?) {
        self.init(natural + (budgetLevel ?? "0") + (unit ?? "0000000"))
    }

    /// The digits alone, so that equal accounts are equal texts.
    public var description: String { natural + (budgetLevel ?? "") + unit + (programme ?? "") }
}
