import Events

/// What the Treasury said of the money of one voucher: advices (910, 900) and the daily list (04/BK-CTNNS) name the same
/// money and count once.
struct VoucherFact: Sendable, Hashable {
    /// Lowest and highest amount that credit advices named; more than one amount is a contradiction.
    var credited: AmountRange?
    /// The same for debit advices.
    var debited: AmountRange?
    /// Rows of the list, by budget sub-item; "" for a row without.
    var listed: [String: AmountRange] = [:]

    var listedTotal: Amount { listed.values.reduce(.zero) { $0 + $1.highest } }
    /// Money that came in.
    var credit: Amount { max(credited?.highest ?? .zero, listedTotal) }
    /// Money that went back.
    var debit: Amount { debited?.highest ?? .zero }

    /// Whether the Treasury contradicts itself, or the payment with this voucher. What is missing is only late: a list whose
    /// rows do not add up to the advice yet is no contradiction, one that exceeds it is.
    func contradicts(_ payment: PaymentFact?) -> Bool {
        if credited?.isContradictory == true || debited?.isContradictory == true { return true }
        if listed.values.contains(where: \.isContradictory) { return true }
        if let credited, listedTotal > credited.highest { return true }
        guard let payment else { return false }
        if let credited, credited.highest != payment.total { return true }
        if listedTotal > payment.total { return true }
        return listed.contains { subItem, amount in
            guard let paid = subItem.isEmpty ? payment.total : payment.lines[subItem] else { return false }
            return amount.highest != paid
        }
    }
}

/// The amounts that were named for one thing, by their ends.
struct AmountRange: Sendable, Hashable {
    var lowest: Amount
    var highest: Amount

    init(_ amount: Amount) { (lowest, highest) = (amount, amount) }

    init(lowest: Amount, highest: Amount) {
        self.lowest = lowest
        self.highest = highest
    }

    var isContradictory: Bool { lowest != highest }

    func joined(_ amount: Amount) -> AmountRange {
        AmountRange(lowest: min(lowest, amount), highest: max(highest, amount))
    }
}
