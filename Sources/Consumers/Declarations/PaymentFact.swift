import Bus
import Events

/// A payment that a bank reported for this declaration.
struct PaymentFact: Sendable, Hashable, RankedFact {
    var time: Timestamp
    var office: String
    /// Sign and number, as the Treasury names the same voucher.
    var voucher: String
    var total: Amount
    /// By budget sub-item (`tiểu mục`).
    var lines: [String: Amount]

    /// Of two reports of the same payment the later counts.
    var rank: FactRank { FactRank(0, time, "\(office) \(voucher) \(total)") }

    /// The lines as text, the same for the same lines.
    var part: String { lines.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }
}

/// What tells payments of a declaration apart: the acceptance number, and within one slip the lines, since a slip may pay
/// one declaration in several parts.
struct PaymentKey: Sendable, Hashable, Comparable {
    var acceptance: String
    var part: String

    static func < (a: PaymentKey, b: PaymentKey) -> Bool { (a.acceptance, a.part) < (b.acceptance, b.part) }
}
