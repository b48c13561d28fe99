import Bus
import Events

/// The amounts that one kind of treasury message named for one voucher.
struct TreasuryFigures: Sendable, Hashable {
    /// Key of the figure for the voucher as a whole.
    static let whole = ""

    /// By budget sub-item (`tiểu mục`).
    var byItem = FactMap<String, AmountRange>()
    /// Business time of the latest message; nil before the first.
    var time: Timestamp?

    var isEmpty: Bool { byItem.isEmpty }

    /// Rows by sub-item and a row for the whole name the same money.
    var total: Amount { max(byItem[Self.whole]?.highest ?? .zero, items) }

    private var items: Amount {
        byItem.entries.reduce(.zero) { $1.key == Self.whole ? $0 : $0 + $1.value.highest }
    }

    mutating func add(_ amount: Amount, of subItem: String, at time: Timestamp) {
        byItem.update(subItem) { $0?.joined(amount) ?? AmountRange(amount) }
        self.time = max(self.time ?? time, time)
    }

    /// More than one amount for the same thing, or parts that exceed the whole.
    var isContradictory: Bool {
        if byItem.entries.contains(where: \.value.isContradictory) { return true }
        guard byItem.count > 1, let whole = byItem[Self.whole] else { return false }
        return items > whole.highest
    }

    func contradicts(_ other: TreasuryFigures) -> Bool {
        if isEmpty || other.isEmpty { return false }
        for entry in byItem.entries {
            if let named = other.byItem[entry.key], named.highest != entry.value.highest { return true }
        }
        if let whole = byItem[Self.whole], other.total > whole.highest { return true }
        if let whole = other.byItem[Self.whole], total > whole.highest { return true }
        return false
    }

    func contradicts(_ paid: PaidVoucher) -> Bool {
        if isEmpty { return false }
        for entry in byItem.entries {
            let expected = entry.key == Self.whole ? paid.total : paid.lines[entry.key]
            if let expected, expected != entry.value.highest { return true }
        }
        return total > paid.total
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
