public import Bus
public import Events

/// Message 401: a bank guarantees the tax of one declaration.
public struct Guarantee401: Sendable, Hashable {
    /// Ma_NH_PH.
    public var bank: String?
    /// Ma_DV.
    public var taxpayer: String
    /// Ma_HQ.
    public var office: String
    /// Ma_LH.
    public var kind: String?
    /// So_TK.
    public var declaration: DeclarationNumber
    /// KyHieu_CT.
    public var voucherSeries: String?
    /// So_CT.
    public var voucherNumber: String?
    /// Ngay_HL, first day.
    public var validFrom: Timestamp
    /// Ngay_HHL, last day.
    public var validTo: Timestamp
    /// SoTien.
    public var amount: Amount

    public init(
        bank: String? = nil, taxpayer: String, office: String, kind: String? = nil, declaration: DeclarationNumber,
        voucherSeries: String? = nil, voucherNumber: String? = nil, validFrom: Timestamp, validTo: Timestamp,
        amount: Amount
    ) {
        self.bank = bank
        self.taxpayer = taxpayer
        self.office = office
        self.kind = kind
        self.declaration = declaration
        self.voucherSeries = voucherSeries
        self.voucherNumber = voucherNumber
        self.validFrom = validFrom
        self.validTo = validTo
        self.amount = amount
    }

    var record: XMLRecord {
        XMLRecord(
            EPaymentTables.guarantee,
            [
                "Ma_NH_PH": .text(ifAny: bank), "Ma_DV": .text(ifAny: taxpayer), "Ma_HQ": .text(ifAny: office),
                "Ma_LH": .text(ifAny: kind), "So_TK": .declaration(declaration),
                "KyHieu_CT": .text(ifAny: voucherSeries), "So_CT": .text(ifAny: voucherNumber),
                "Ngay_HL": .time(validFrom), "Ngay_HHL": .time(validTo), "SoTien": .amount(amount),
            ])
    }
}
