/// A non-negative amount of money with up to 20 digits before and 4 after the point, exact.
public struct Amount: Sendable, Hashable, Comparable {
    /// Ten-thousandths of the currency unit.
    public let tenThousandths: Int128

    public init(tenThousandths: Int128) { self.tenThousandths = tenThousandths }

    public static let zero = Amount(tenThousandths: 0)
    /// 20 nines before and 4 after the point: a greater one has no text.
    public static let highest = Amount(tenThousandths: 999_999_999_999_999_999_999_999)

    /// Reads digits with an optional point and at most 4 decimals. No sign, no grouping, no exponent: nil.
    public init?(_ text: some StringProtocol) {
        var value: Int128 = 0
        var whole = 0
        var decimals: Int?
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39:
                if let seen = decimals { decimals = seen + 1 } else { whole += 1 }
                guard whole <= 20, decimals ?? 0 <= 4 else { return nil }
                value = value * 10 + Int128(byte - 0x30)
            case UInt8(ascii: ".") where decimals == nil && whole > 0:
                decimals = 0
            default:
                return nil
            }
        }
        guard whole > 0, decimals != 0 else { return nil }
        for _ in (decimals ?? 0)..<4 { value *= 10 }
        tenThousandths = value
    }

    public static func < (a: Amount, b: Amount) -> Bool { a.tenThousandths < b.tenThousandths }
    public static func + (a: Amount, b: Amount) -> Amount { Amount(tenThousandths: a.tenThousandths + b.tenThousandths) }
}

extension Amount: CustomStringConvertible {
    /// Shortest exact decimal text: `1500000`, `12.5`.
    public var description: String {
        let whole = tenThousandths / 10_000
        var fraction = String(tenThousandths % 10_000)
        guard fraction != "0" else { return String(whole) }
        fraction = String(repeating: "0", count: 4 - fraction.utf8.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return "\(whole).\(fraction)"
    }
}
