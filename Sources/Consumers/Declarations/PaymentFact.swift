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
    var lines: FactMap<String, Amount>

    /// Of two reports of the same payment the later counts.
    var content: String {
        "\(office) \(slip) \(total) \(lines.entries.map { "\($0.key)=\($0.value)" }.joined(separator: ","))"
    }
}

/// What tells payments of a declaration apart: the acceptance number, and which part of the slip it is, since a slip may pay
/// one declaration in several parts.
struct PaymentKey: Sendable, Hashable, Comparable {
    var acceptance: String
    var part: String

    static func < (a: PaymentKey, b: PaymentKey) -> Bool {
        a.acceptance == b.acceptance ? a.part < b.part : a.acceptance < b.acceptance
    }
}

typealias Payments = FactMap<PaymentKey, PaymentFact>

extension Payments {
    private struct Part: Hashable {
        var slip: String
        var part: String
    }

    /// The payments that count, in order of their keys: not cancelled, and each part of each slip once, by its latest
    /// report, because after an outage a bank sends its slips again under new transactions.
    func counting(except cancelled: Set<String>) -> [Entry] {
        let live = cancelled.isEmpty ? entries : entries.filter { !cancelled.contains($0.key.acceptance) }
        if live.count <= 8, !Self.haveRepeatedPart(live) { return live }
        var kept: [Part: Int] = [:]
        kept.reserveCapacity(live.count)
        for (place, entry) in live.enumerated() {
            let part = Part(slip: entry.value.slip, part: entry.key.part)
            // Among equals the higher key, which comes later here, counts.
            if let other = kept[part], live[other].value.isStronger(than: entry.value) { continue }
            kept[part] = place
        }
        return kept.values.sorted().map { live[$0] }
    }

    /// For the few payments that a declaration has, cheaper than hashing them.
    private static func haveRepeatedPart(_ live: [Entry]) -> Bool {
        for (place, entry) in live.enumerated() {
            for other in live[..<place] where other.key.part == entry.key.part && other.value.slip == entry.value.slip {
                return true
            }
        }
        return false
    }
}
