public import Bus
public import Events

/// ROW of the list of vouchers 04/BK-CTNNS.
public struct VoucherRow: Sendable, Hashable {
    /// KYHIEU_CT.
    public var sign: String?
    /// SO_CT.
    public var number: String?
    /// NGAY_CT; the day is what it says.
    public var issued: Timestamp?
    /// NGAY_HT; the day is what it says.
    public var posted: Timestamp?
    /// SO_TK.
    public var declaration: DeclarationNumber?
    /// MST.
    public var taxpayer: String?
    /// NDKT, 4 digits.
    public var subItem: String?
    /// TKKB.
    public var account: String?
    /// SO_TIEN, in VND.
    public var amount: Amount

    public init(
        sign: String? = nil, number: String? = nil, issued: Timestamp? = nil, posted: Timestamp? = nil,
        declaration: DeclarationNumber? = nil, taxpayer: String? = nil, subItem: String? = nil,
        account: String? = nil, amount: Amount
    ) {
        self.sign = sign
        self.number = number
        self.issued = issued
        self.posted = posted
        self.declaration = declaration
        self.taxpayer = taxpayer
        self.subItem = subItem
        self.account = account
        self.amount = amount
    }

    var record: XMLRecord {
        XMLRecord(
            TreasuryTables.voucherRow,
            [
                "KYHIEU_CT": .text(ifAny: sign), "SO_CT": .text(ifAny: number), "NGAY_CT": issued.map(XMLValue.time),
                "NGAY_HT": posted.map(XMLValue.time), "SO_TK": declaration.map(XMLValue.declaration),
                "MST": .text(ifAny: taxpayer), "NDKT": .text(ifAny: subItem), "TKKB": .text(ifAny: account),
                "SO_TIEN": .amount(amount),
            ])
    }
}
