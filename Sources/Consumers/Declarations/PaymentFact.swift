import Bus
import Events

/// A payment that a bank reported for this declaration.
struct PaymentFact: Sendable, Hashable, RankedFact {
    var time: Timestamp
    var office: String
    /// Bank, sign, number and date: what makes two transactions one slip that was sent again.
    var slip: String
    /// Sign and number, as the Treasury names the same voucher.
    var voucher: String
    var total: Amount
    /// By budget sub-item (`tiểu mục`).
    var lines: [String: Amount]

    /// Of two reports of the same payment the later counts.
    var rank: FactRank { FactRank(0, time, "\(office) \(voucher) \(total)") }
}

extension [PaymentKey: PaymentFact] {
    private struct Part: Hashable {
        var slip: String
        var part: String
    }

    /// Each part of each slip once, by its latest report: after an outage a bank sends its slips again, under new transactions.
    var once: [PaymentKey: PaymentFact] {
        guard count > 1 else { return self }
        var kept: [Part: (key: PaymentKey, fact: PaymentFact)] = [:]
        kept.reserveCapacity(count)
        for (key, fact) in self {
            let part = Part(slip: fact.slip, part: key.part)
            if let other = kept[part], (other.fact.rank, other.key) >= (fact.rank, key) { continue }
            kept[part] = (key, fact)
        }
        guard kept.count < count else { return self }
        return [PaymentKey: PaymentFact](uniqueKeysWithValues: kept.values.map { ($0.key, $0.fact) })
    }
}

/// What tells payments of a declaration apart: the acceptance number, and which part of the slip it is, since a slip may pay
/// one declaration in several parts.
struct PaymentKey: Sendable, Hashable, Comparable {
    var acceptance: String
    var part: String

    static func < (a: PaymentKey, b: PaymentKey) -> Bool { (a.acceptance, a.part) < (b.acceptance, b.part) }
}
