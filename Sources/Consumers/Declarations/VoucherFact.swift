import Bus
import Events

/// What the Treasury said of the money of one voucher: advices (910, 900) and the daily list (04/BK-CTNNS) name the same
/// money and count once.
struct VoucherFact: Sendable, Hashable {
    var credited = TreasuryFigures()
    var debited = TreasuryFigures()
    /// Rows of the list.
    var listed = TreasuryFigures()

    /// Money that came in.
    var credit: Amount { max(credited.total, listed.total) }
    /// Money that went back.
    var debit: Amount { debited.total }

    var figureCount: Int { credited.byItem.count + debited.byItem.count + listed.byItem.count }

    /// Whether the Treasury contradicts itself, or what was paid with this voucher. What is missing is only late: a list
    /// whose rows do not add up to the advice yet is no contradiction, one that exceeds it is.
    func contradicts(_ paid: PaidVoucher?) -> Bool {
        if credited.isContradictory || debited.isContradictory || listed.isContradictory { return true }
        if credited.contradicts(listed) { return true }
        guard let paid else { return false }
        return credited.contradicts(paid) || listed.contradicts(paid)
    }
}

/// What banks paid with one voucher for this declaration.
struct PaidVoucher {
    var total: Amount
    /// By budget sub-item.
    var lines: FactMap<String, Amount>

    init(_ payment: PaymentFact) {
        total = payment.total
        lines = payment.lines
    }

    /// Payments that share a voucher cannot be told apart by it, so the Treasury's figure is set against their sum.
    mutating func add(_ payment: PaymentFact) {
        total = total + payment.total
        for line in payment.lines.entries { lines.update(line.key) { ($0 ?? .zero) + line.value } }
    }
}
