public import Events

/// GNT_CT of a 301: what was paid for one declaration.
public struct PaidDeclaration: Sendable, Hashable {
    /// Ma_HQ.
    public var office: String
    /// Ma_LH.
    public var kind: String?
    /// Nam_DK, year of registration.
    public var year: Int?
    /// So_TK.
    public var number: DeclarationNumber
    /// ToKhai_CT.
    public var lines: [TaxLine]

    public init(office: String, kind: String? = nil, year: Int? = nil, number: DeclarationNumber, lines: [TaxLine]) {
        self.office = office
        self.kind = kind
        self.year = year
        self.number = number
        self.lines = lines
    }

    func record(number entry: Int) -> XMLRecord {
        XMLRecord(
            EPaymentTables.paymentDeclaration,
            [
                "TTButToan": .text(String(entry)), "Ma_HQ": .text(ifAny: office), "Ma_LH": .text(ifAny: kind),
                "Nam_DK": year.map { .text(String($0)) }, "So_TK": .declaration(number), "Ma_LT": .text("1"),
                "ToKhai_CT": .records(
                    lines.map { line in
                        XMLRecord(
                            EPaymentTables.paymentLine,
                            [
                                "Ma_ST": .text(ifAny: line.tax), "NDKT": .text(ifAny: line.subItem),
                                "SoTien_NT": .amount(.zero), "SoTien_VND": .amount(line.amount),
                            ])
                    }),
            ])
    }
}
