public import Bus
public import Events

/// ROW of a credit or debit advice.
public struct TreasuryRow: Sendable, Hashable {
    /// KYHIEU_CT.
    public var voucherSign: String?
    /// SO_CT.
    public var voucherNumber: String?
    /// NGAY_HT; the day is what it says.
    public var posted: Timestamp?
    /// SO_TK.
    public var declaration: DeclarationNumber?
    /// TKKB.
    public var account: String?
    /// KB_ID, 4 digits.
    public var treasury: String?
    /// SO_TIEN.
    public var amount: Amount
    /// DIEN_GIAI.
    public var remark: String?

    public init(
        voucherSign: String? = nil, voucherNumber: String? = nil, posted: Timestamp? = nil,
        declaration: DeclarationNumber? = nil, account: String? = nil, treasury: String? = nil, amount: Amount,
        remark: String? = nil
    ) {
        self.voucherSign = voucherSign
        self.voucherNumber = voucherNumber
        self.posted = posted
        self.declaration = declaration
        self.account = account
        self.treasury = treasury
        self.amount = amount
        self.remark = remark
    }

    var record: XMLRecord {
        XMLRecord(
            TreasuryTables.adviceRow,
            [
                "KYHIEU_CT": .text(ifAny: voucherSign), "SO_CT": .text(ifAny: voucherNumber),
                "NGAY_HT": posted.map(XMLValue.time), "SO_TK": declaration.map(XMLValue.declaration),
                "TKKB": .text(ifAny: account), "KB_ID": .text(ifAny: treasury), "SO_TIEN": .amount(amount),
                "DIEN_GIAI": .text(ifAny: remark),
            ])
    }
}
