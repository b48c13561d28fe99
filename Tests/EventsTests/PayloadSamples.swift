import Bus
import Events

/// One payload of each type with every member set.
enum PayloadSamples {
    static let number = DeclarationNumber("100123456781")
    private static let time = Timestamp(milliseconds: 1_741_968_000_000)
    private static let lines = [
        TaxLine(tax: "NK", subItem: "1901", amount: amount("1000000")), TaxLine(tax: nil, subItem: "1702", amount: amount("0.5")),
    ]

    static func amount(_ text: String) -> Amount { Amount(text) ?? .zero }

    static func all() throws -> [any EventPayload] {
        guard let number else { return [] }
        return [
            DeclarationPrepared(
                declaration: number, flow: .import, reference: "REF1", kind: "A11", office: "01B1", taxpayer: "0100109106"),
            DeclarationSubmitted(declaration: number, flow: .export, reference: "REF1"),
            ResultReported(
                declaration: number, procedure: "IDC", reference: "REF1", outcome: .rejected,
                codes: [ResultCode(code: "E0033", item: "    ", occurrence: "0001")]),
            DeclarationRegistered(
                declaration: number, flow: .import, lane: .three, kind: "A11", officeName: "CKSBQTNB", registered: time,
                taxpayer: "0100109106", totalTax: amount("1500000"), security: amount("1")),
            TaxAssessed(
                declaration: number, statement: "S1", branchName: "Chi cục Hải quan cửa khẩu", taxpayer: "0100109106", lines: lines,
                total: amount("1000000.5"), currency: "VND", account: "7111", treasuryName: "Kho bạc \"A\"", issued: time),
            FeeAssessed(
                declaration: number, statement: "F1", taxpayer: "0100109106",
                lines: [FeeLine(name: "Lệ phí hải quan", amount: amount("20000"))], total: amount("20000"), account: "3511",
                treasuryName: "Kho bạc", issued: time),
            InspectionOrdered(declaration: number, office: "01B1", kind: "A11"),
            DeclarationCleared(declaration: number, flow: .import, lane: .two, officeName: "CKSBQTNB", cleared: time),
            PaymentMade(
                declaration: number, acceptance: "A1", part: "1", transaction: "T1", bank: "01203001", taxpayer: "0100109106", office: "01B1",
                kind: "A11", treasury: "0011", account: "7111", voucherSeries: "KH", voucherNumber: "1", voucherDate: time,
                total: amount("1000000.5"), lines: lines),
            FeePaid(
                declaration: number, number: "100123456781", acceptance: "A3", part: "1", transaction: "T4", bank: "01203001",
                taxpayer: "0100109106", office: "01B1", treasury: "0011", account: "3511", voucherSeries: "LP", voucherNumber: "1",
                voucherDate: time, total: amount("20000"), lines: lines),
            PaymentCancelled(acceptance: "A1", transaction: "T2"),
            GuaranteeRegistered(
                declaration: number, acceptance: "A2", transaction: "T3", bank: "01203001", taxpayer: "0100109106", office: "01B1",
                amount: amount("99999999999999999999.9999"), validFrom: time, validTo: Timestamp(milliseconds: 1_741_968_000_001)),
            GuaranteeOpened(
                scope: .shipment, acceptance: "A4", transaction: "T5", bank: "01203001", taxpayer: "0100109106", office: "01B1",
                voucherSeries: "BL", voucherNumber: "7", amount: amount("1"), validFrom: time, validTo: time, invoice: "INV-7",
                billsOfLading: ["B1", "B2"]),
            GuaranteeCancelled(acceptance: "A4", transaction: "T6"),
            GatewayAnswered(request: "T1", outcome: .accepted, acceptance: "A1", code: "0"),
            DocumentReceived(
                declaration: number, document: "D1", organ: "H01", code: "12/HQ-KB", purpose: .inspectionRecord, promulgated: time),
            DocumentStatusChanged(document: "D1", organ: "H01", status: "03", reported: time),
            TreasuryAdvised(
                declaration: number, direction: .debit, reference: "M1-1", voucher: "KH1", amount: amount("1"), subItem: "1901",
                account: "7111", treasury: "0011", posted: time),
            VoucherListed(
                declaration: number, reference: "M1-2", voucher: "KH1", amount: amount("1"), account: "7111", subItem: "1901",
                taxpayer: "0100109106", posted: time),
            DeclarationStatusChanged(
                declaration: number, status: .awaitingPayment, previous: "registered", lane: "1", office: "01B1",
                officeInForce: "01B2", assessed: amount("2"), paid: amount("1"), credited: .zero, cause: "e1"),
            DeclarationConflictFound(declaration: number, conflict: "overpaid", detail: "paid 2 of 1", cause: "e1"),
        ]
    }

    /// One payload of each type that has optional members, with none of them set.
    static func sparse() -> [any EventPayload] {
        guard let number else { return [] }
        return [
            DeclarationPrepared(flow: .import, reference: "REF1", kind: "A11"),
            ResultReported(procedure: "IDC", reference: "REF1", outcome: .accepted, codes: []),
            DeclarationRegistered(
                declaration: number, flow: .export, lane: .one, kind: "B11", officeName: "X", registered: time, taxpayer: "1"),
            TaxAssessed(
                declaration: number, statement: "S1", taxpayer: "1", lines: [], total: .zero, currency: "VND", issued: time),
            FeeAssessed(declaration: number, statement: "F1", taxpayer: "1", lines: [], issued: time),
            InspectionOrdered(declaration: number, office: "01B1"),
            PaymentMade(
                declaration: number, acceptance: "A1", part: "1", transaction: "T1", bank: "1", taxpayer: "1", office: "01B1", treasury: "0011",
                account: "7111", voucherSeries: "", voucherNumber: "", total: .zero, lines: []),
            FeePaid(
                number: "R1", acceptance: "A3", part: "1", transaction: "T4", bank: "1", taxpayer: "1", office: "01B1",
                treasury: "0011", account: "3511", voucherSeries: "", voucherNumber: "", total: .zero, lines: []),
            GuaranteeOpened(
                scope: .general, acceptance: "A4", transaction: "T5", bank: "1", taxpayer: "1", voucherSeries: "",
                voucherNumber: "7", amount: .zero, validFrom: time, validTo: time),
            GatewayAnswered(request: "T1", outcome: .rejected),
            DocumentReceived(document: "D1", organ: "H01", purpose: .letter),
            TreasuryAdvised(direction: .credit, reference: "M1-1", voucher: "KH1", amount: .zero, posted: time),
            VoucherListed(reference: "M1-2", voucher: "KH1", amount: .zero, posted: time),
            DeclarationStatusChanged(
                declaration: number, status: .registered, assessed: .zero, paid: .zero, credited: .zero, cause: "e1"),
        ]
    }
}
