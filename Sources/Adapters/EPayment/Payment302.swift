public import Bus
public import Events

/// Message 302: a bank paid customs fees, by one slip, for one or more declarations.
public struct Payment302: Sendable, Hashable {
    /// GNT_CT.
    public struct Paid: Sendable, Hashable {
        /// Ma_HQ.
        public var office: String
        /// So_TK: of the declaration, or the one that stands for many.
        public var number: String
        /// ToKhai_CT.
        public var lines: [TaxLine]

        public init(office: String, number: String, lines: [TaxLine]) {
            self.office = office
            self.number = number
            self.lines = lines
        }
    }

    /// Ma_NH_PH.
    public var bank: String?
    /// Ma_DV.
    public var taxpayer: String
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
    /// SoTien_TO; nil leaves it out.
    public var total: Amount?
    public var paid: [Paid]

    public init(
        bank: String? = nil, taxpayer: String, treasury: String, account: String, voucherSeries: String,
        voucherNumber: String, voucherDate: Timestamp? = nil, total: Amount? = nil, paid: [Paid]
    ) {
        self.bank = bank
        self.taxpayer = taxpayer
        self.treasury = treasury
        self.account = account
        self.voucherSeries = voucherSeries
        self.voucherNumber = voucherNumber
        self.voucherDate = voucherDate
        self.total = total
        self.paid = paid
    }

    var record: XMLRecord {
        XMLRecord(
            EPaymentTables.feePayment,
            [
                "Ma_NH_PH": .text(ifAny: bank), "Ma_DV": .text(ifAny: taxpayer), "Ma_KB": .text(ifAny: treasury),
                "TKKB": .text(ifAny: account), "KyHieu_CT": .text(ifAny: voucherSeries),
                "So_CT": .text(ifAny: voucherNumber), "Ngay_CT": voucherDate.map(XMLValue.time),
                "SoTien_TO": total.map(XMLValue.amount),
                "GNT_CT": .records(paid.enumerated().map { record(of: $1, entry: $0 + 1) }),
            ])
    }

    private func record(of paid: Paid, entry: Int) -> XMLRecord {
        XMLRecord(
            EPaymentTables.feeDeclaration,
            [
                "TTButToan": .text(String(entry)), "Ma_HQ": .text(ifAny: paid.office),
                "So_TK": .text(ifAny: paid.number),
                "ToKhai_CT": .records(
                    paid.lines.map { line in
                        XMLRecord(
                            EPaymentTables.feeLine,
                            [
                                "Ma_ST": .text(ifAny: line.tax), "NDKT": .text(ifAny: line.subItem),
                                "SoTien": .amount(line.amount),
                            ])
                    }),
            ])
    }
}
