/// One payment as a bank told it.
struct PaidTale {
    var slip: Int, acceptance: Int, part: Int, amount: Int, item: String, office: String, minute: Int

    init?(_ tale: Tale) {
        guard case .paid(let slip, let acceptance, let part, let amount, let item, let office) = tale.what else { return nil }
        (self.slip, self.acceptance, self.part) = (slip, acceptance, part)
        (self.amount, self.item, self.office, minute) = (amount, item, office, tale.minute)
    }
}

extension [PaidTale] {
    /// Each part of each slip once, as told last.
    var lastOfEachPart: [PaidTale] {
        var last: [String: PaidTale] = [:]
        for paid in self {
            let key = "\(paid.slip)/\(paid.part)"
            if let known = last[key], (known.minute, known.acceptance) >= (paid.minute, paid.acceptance) { continue }
            last[key] = paid
        }
        return [PaidTale](last.values)
    }
}

/// What the oracle makes of the Treasury's messages about one declaration.
struct TreasuryTales {
    /// Amounts by sub-item, "" for the voucher as a whole.
    private typealias Named = [String: Set<Int>]
    private enum Kind { case credit, debit, list }

    private var slips: [Int: [Kind: Named]] = [:]
    private let payments: [PaidTale]
    private let live: [PaidTale]
    private let cancelled: Set<Int>

    init(_ direct: [Tale], payments: [PaidTale], live: [PaidTale], cancelled: Set<Int>) {
        (self.payments, self.live, self.cancelled) = (payments, live, cancelled)
        var fees: Set<Int> = []
        for tale in direct {
            switch tale.what {
            case .advised(let slip, let item, let amount, let isDebit):
                slips[slip, default: [:]][isDebit ? .debit : .credit, default: [:]][item ?? "", default: []].insert(amount)
            case .listed(let slip, let item, let amount):
                slips[slip, default: [:]][.list, default: [:]][item ?? "", default: []].insert(amount)
            case .feePaid(let slip, _, _): fees.insert(slip)
            default: break
            }
        }
        // Money of fees is not money of taxes.
        for fee in fees where !payments.contains(where: { $0.slip == fee }) { slips[fee] = nil }
    }

    private static func total(_ named: Named?) -> Int {
        guard let named else { return 0 }
        let parts = named.filter { $0.key != "" }.map { $0.value.max() ?? 0 }.reduce(0, +)
        return max(named[""]?.max() ?? 0, parts)
    }

    private static func credit(_ slip: [Kind: Named]) -> Int { max(total(slip[.credit]), total(slip[.list])) }
    private static func debit(_ slip: [Kind: Named]) -> Int { total(slip[.debit]) }

    var credited: Int { max(0, slips.values.map { Self.credit($0) - Self.debit($0) }.reduce(0, +)) }

    /// Debits that did not return a cancelled payment.
    var refunded: Int {
        let debits = slips.values.map(Self.debit).reduce(0, +)
        let taken = Set(payments.filter { cancelled.contains($0.acceptance) }.map(\.slip)).subtracting(live.map(\.slip))
        let returned = taken.map { slip in slips[slip].map { max(Self.credit($0), Self.debit($0)) } ?? 0 }.reduce(0, +)
        return max(0, debits - returned)
    }

    var isContradictory: Bool { slips.contains { isContradictory($0.key, $0.value) } }

    private func isContradictory(_ number: Int, _ slip: [Kind: Named]) -> Bool {
        for named in slip.values {
            if named.values.contains(where: { $0.count > 1 }) { return true }
            let parts = named.filter { $0.key != "" }.compactMap { $0.value.max() }.reduce(0, +)
            if let whole = named[""]?.max(), parts > whole { return true }
        }
        let (credit, list) = (slip[.credit], slip[.list])
        if let credit, let list {
            for (item, amounts) in credit { if let listed = list[item], listed != amounts { return true } }
            if let whole = credit[""]?.max(), Self.total(list) > whole { return true }
            if let whole = list[""]?.max(), Self.total(credit) > whole { return true }
        }
        let paid = live.filter { $0.slip == number }
        guard !paid.isEmpty else { return false }
        let sum = paid.reduce(0) { $0 + $1.amount }
        for named in [credit, list].compactMap({ $0 }) {
            if Self.total(named) > sum { return true }
            for (item, amounts) in named {
                let parts = paid.filter { item == "" || $0.item == item }
                if !parts.isEmpty, parts.reduce(0, { $0 + $1.amount }) != amounts.max() { return true }
            }
        }
        return false
    }
}
