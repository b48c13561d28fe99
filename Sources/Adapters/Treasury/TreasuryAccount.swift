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
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let digits = parts.joined()
        guard digits.isDigits else { return nil }
        var widths: [Int]
        switch digits.utf8.count {
        case 11: widths = [4, 7]
        case 12: widths = [4, 1, 7]
        case 16: widths = [4, 7, 5]
        case 17: widths = [4, 1, 7, 5]
        default: return nil
        }
        guard parts.count == 1 || parts.map(\.utf8.count) == widths else { return nil }
        var rest = digits[...]
        func take(_ width: Int) -> String {
            defer { rest = rest.dropFirst(width) }
            return String(rest.prefix(width))
        }
        natural = take(widths.removeFirst())
        budgetLevel = widths.first == 1 ? take(widths.removeFirst()) : nil
        unit = take(widths.removeFirst())
        programme = widths.isEmpty ? nil : take(5)
    }

    /// Puts a number of 12 digits together from the segments of an account combination; what is absent is zeros.
    init?(natural: String, budgetLevel: String?, unit: String?) {
        self.init(natural + (budgetLevel ?? "0") + (unit ?? "0000000"))
    }

    /// The digits alone, so that equal accounts are equal texts.
    public var description: String { natural + (budgetLevel ?? "") + unit + (programme ?? "") }
}
