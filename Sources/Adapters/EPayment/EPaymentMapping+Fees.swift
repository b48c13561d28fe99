import Bus
import Events

/// Fee payments (302), and guarantees that name no declaration (402, 403).
extension EPaymentMapping {
    func feePayments(_ data: XMLContents) throws(AdapterError) -> [EventDraft] {
        var drafts: [EventDraft] = []
        var sum = Amount.zero
        for (index, item) in data.records("GNT_CT").enumerated() {
            let payment = try feePayment(of: item, part: index + 1, in: data)
            sum = try add(payment.total, to: sum, "SoTien_TO")
            drafts.append(
                payment.draft(id: id(index + 1), declaration: payment.declaration, otherwise: transaction, time: sent))
        }
        if let total = data.amount("SoTien_TO"), total != sum {
            throw error(.badItem, "SoTien_TO", "is not the sum of SoTien over all GNT_CT")
        }
        return drafts
    }

    private func feePayment(of item: XMLContents, part: Int, in data: XMLContents) throws(AdapterError) -> FeePaid {
        var lines: [TaxLine] = []
        for line in item.records("ToKhai_CT") {
            lines.append(
                TaxLine(
                    tax: line.text("Ma_ST"), subItem: try required(line.text("NDKT"), "GNT_CT/ToKhai_CT/NDKT"),
                    amount: try required(line.amount("SoTien"), "GNT_CT/ToKhai_CT/SoTien")))
        }
        let number = try required(item.text("So_TK"), "GNT_CT/So_TK")
        return FeePaid(
            declaration: DeclarationNumber(number), number: number, acceptance: acceptance, part: String(part),
            transaction: transaction, bank: data.text("Ma_NH_PH") ?? sender,
            taxpayer: try required(data.text("Ma_DV"), "Ma_DV"), office: try required(item.text("Ma_HQ"), "GNT_CT/Ma_HQ"),
            treasury: try required(data.text("Ma_KB"), "Ma_KB"), account: try required(data.text("TKKB"), "TKKB"),
            voucherSeries: data.text("KyHieu_CT") ?? "", voucherNumber: try required(data.text("So_CT"), "So_CT"),
            voucherDate: data.time("Ngay_CT") ?? data.time("Ngay_BN"),
            total: try total(of: lines, "GNT_CT/ToKhai_CT/SoTien"), lines: lines)
    }

    func opened(_ scope: GuaranteeOpened.Scope, _ data: XMLContents) throws(AdapterError) -> EventDraft {
        let guarantee = GuaranteeOpened(
            scope: scope, acceptance: acceptance, transaction: transaction, bank: data.text("Ma_NH_PH") ?? sender,
            taxpayer: try required(data.text("Ma_DV"), "Ma_DV"), office: data.text("Ma_HQ_KB"),
            voucherSeries: data.text("KyHieu_CT") ?? "", voucherNumber: try required(data.text("So_CT"), "So_CT"),
            amount: try required(data.amount("SoTien"), "SoTien"),
            validFrom: try required(data.time("Ngay_HL"), "Ngay_HL"),
            validTo: try required(data.time("Ngay_HHL"), "Ngay_HHL"), invoice: data.text("So_HD"),
            billsOfLading: EPaymentTables.billsOfLading.compactMap { data.text($0.number) })
        try checkDays(guarantee.validFrom, guarantee.validTo)
        if scope == .shipment, guarantee.invoice == nil, guarantee.billsOfLading.isEmpty {
            throw error(.missingItem, "So_HD", "and So_VD_01 are empty: nothing says which shipment is guaranteed")
        }
        return guarantee.draft(id: id(1), declaration: nil, otherwise: "epayment:\(acceptance)", time: sent)
    }

    func checkDays(_ first: Timestamp, _ last: Timestamp) throws(AdapterError) {
        guard first <= last else { throw error(.badItem, "Ngay_HHL", "is before Ngay_HL") }
    }
}
