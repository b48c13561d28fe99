/// A non-negative amount of money with up to 20 digits before and 4 after the point, exact.
public struct Amount: Sendable, Hashable, Comparable {
    /// Ten-thousandths of the currency unit.
    public let tenThousandths: Int128

    public init(tenThousandths: Int128) { self.tenThousandths = tenThousandths }

    public static let zero = Amount(tenThousandths: 0)
    /// 20 nines before and 4 after the point: a greater one has no text.
    public static let highest = Amount(tenThousandths: 999_999_999_999_999_999_999_999)

    /// Reads digits with an optional point and at most 4 decimals. No sign, no grouping, no exponent: nil.
    public init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// As for any other text.
    public init?(_ text: String) {
        var text = text
        guard let amount = text.withUTF8(Amount.init) else { return nil }
        self = amount
    }

    private init?(_ text: UnsafeBufferPointer<UInt8>) {
        // 18 digits always fit, and most amounts have fewer. Division and multiplication of 128 bits are slow.
        var low: UInt64 = 0
        var value: Int128?
        var whole = 0
        var decimals: Int?
        for byte in text {
            switch byte {
            case 0x30...0x39:
                if let seen = decimals { decimals = seen + 1 } else { whole += 1 }
                guard whole <= 20, decimals ?? 0 <= 4 else { return nil }
                if whole + (decimals ?? 0) <= 18 {
                    low = low * 10 + UInt64(byte - 0x30)
                } else {
                    value = (value ?? Int128(low)) * 10 + Int128(byte - 0x30)
                }
            case UInt8(ascii: ".") where decimals == nil && whole > 0:
                decimals = 0
            default:
                return nil
            }
        }
        guard whole > 0, decimals != 0 else { return nil }
        var result = value ?? Int128(low)
        for _ in (decimals ?? 0)..<4 { result *= 10 }
        tenThousandths = result
    }

    public static func < (a: Amount, b: Amount) -> Bool { a.tenThousandths < b.tenThousandths }
    public static func + (a: Amount, b: Amount) -> Amount { Amount(tenThousandths: a.tenThousandths + b.tenThousandths) }
}

extension Amount: CustomStringConvertible {
    /// Shortest exact decimal text: `1500000`, `12.5`.
    public var description: String {
        // Division of 128 bits is slow, and so is their text.
        guard let small = UInt64(exactly: tenThousandths) else { return Self.text(tenThousandths) }
        let (whole, fraction) = small.quotientAndRemainder(dividingBy: 10_000)
        return fraction == 0 ? String(whole) : "\(whole).\(Self.decimals(String(fraction)))"
    }

    private static func text(_ tenThousandths: Int128) -> String {
        let (whole, fraction) = tenThousandths.quotientAndRemainder(dividingBy: 10_000)
        return fraction == 0 ? String(whole) : "\(whole).\(decimals(String(fraction)))"
    }

    /// Of the ten-thousandths' text, with leading zeros and without trailing ones.
    private static func decimals(_ tenThousandths: String) -> String {
        var decimals = String(repeating: "0", count: 4 - tenThousandths.utf8.count) + tenThousandths
        while decimals.last == "0" { decimals.removeLast() }
        return decimals
    }
}
