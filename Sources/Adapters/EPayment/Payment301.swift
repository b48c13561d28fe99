public import Bus
public import Events

/// Message 301: a bank paid tax, by one slip, for one or more declarations.
public struct Payment301: Sendable, Hashable {
    /// Ma_NH_PH, the bank that issued the slip.
    public var bank: String?
    public var bankName: String?
    /// Ma_DV, the taxpayer's code.
    public var taxpayer: String
    public var taxpayerName: String?
    /// Ma_Chuong, 3 digits.
    public var chapter: String?
    /// Ma_KB.
    public var treasury: String
    /// TKKB.
    public var account: String
    /// KyHieu_CT.
    public var voucherSeries: String
    /// So_CT.
    public var voucherNumber: String
    /// Ngay_CT.
    public var voucherDate: Timestamp?
    /// Ngay_BN.
    public var debited: Timestamp?
    /// SoTien_TO; nil leaves it out.
    public var total: Amount?
    /// DienGiai.
    public var remark: String?
    /// GNT_CT.
    public var declarations: [PaidDeclaration]

    public init(
        bank: String? = nil, bankName: String? = nil, taxpayer: String, taxpayerName: String? = nil,
        chapter: String? = nil, treasury: String, account: String, voucherSeries: String, voucherNumber: String,
        voucherDate: Timestamp? = nil, debited: Timestamp? = nil, total: Amount? = nil, remark: String? = nil,
        declarations: [PaidDeclaration]
    ) {
        self.bank = bank
        self.bankName = bankName
        self.taxpayer = taxpayer
        self.taxpayerName = taxpayerName
        self.chapter = chapter
        self.treasury = treasury
        self.account = account
        self.voucherSeries = voucherSeries
        self.voucherNumber = voucherNumber
        self.voucherDate = voucherDate
        self.debited = debited
        self.total = total
        self.remark = remark
        self.declarations = declarations
    }

    var record: XMLRecord {
        XMLRecord(
            EPaymentTables.payment,
            [
                "Ma_NH_PH": .text(ifAny: bank), "Ten_NH_PH": .text(ifAny: bankName), "Ma_DV": .text(ifAny: taxpayer),
                "Ma_Chuong": .text(ifAny: chapter), "Ten_DV": .text(ifAny: taxpayerName),
                "Ma_KB": .text(ifAny: treasury), "TKKB": .text(ifAny: account),
                "KyHieu_CT": .text(ifAny: voucherSeries), "So_CT": .text(ifAny: voucherNumber),
                "Ngay_BN": debited.map(XMLValue.time), "Ngay_CT": voucherDate.map(XMLValue.time),
                "Ma_NT": .text("VND"), "SoTien_TO": total.map(XMLValue.amount), "DienGiai": .text(ifAny: remark),
                "GNT_CT": .records(
                    declarations.enumerated().map { index, declaration in declaration.record(number: index + 1) }),
            ])
    }
}
