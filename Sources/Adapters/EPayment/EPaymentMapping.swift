import Bus
import Events

/// One gateway message and the events it means.
struct EPaymentMapping {
    let form: EPaymentForm
    let transaction: String
    let sender: String
    let sent: Timestamp
    /// So_TN_CT that this message is answered with.
    let acceptance: String
    let envelope: EPaymentEnvelope

    init(_ envelope: EPaymentEnvelope) throws(AdapterError) {
        guard let transaction = envelope.header.text("Transaction_ID"), let sender = envelope.header.text("Sender_Code"),
            let sent = envelope.header.time("Transaction_Date")
        else { throw AdapterError(.missingItem, form: envelope.form.rawValue, field: "Header", problem: "is incomplete") }
        form = envelope.form
        self.transaction = transaction
        self.sender = sender
        self.sent = sent
        self.envelope = envelope
        acceptance = Self.acceptance(of: transaction)
    }

    /// The number that a message is answered with, the same each time it is sent.
    static func acceptance(of transaction: String) -> String {
        DerivedIdentifier.number(from: "So_TN_CT " + transaction)
    }

    func events() throws(AdapterError) -> [EventDraft] {
        let data = try form.table.read(envelope.data, form: form.rawValue)
        return switch form {
        case .payment: try payments(data)
        case .feePayment: try feePayments(data)
        case .guarantee: [try guarantee(data)]
        case .generalGuarantee: [try opened(.general, data)]
        case .shipmentGuarantee: [try opened(.shipment, data)]
        case .paymentCancellation, .feeCancellation, .agencyFeeCancellation:
            [try cancellation(data) { PaymentCancelled(acceptance: $0, transaction: transaction) }]
        case .guaranteeCancellation, .generalGuaranteeCancellation, .shipmentGuaranteeCancellation:
            [try cancellation(data) { GuaranteeCancelled(acceptance: $0, transaction: transaction) }]
        case .accepted, .refused: [try answer(data)]
        }
    }

    private func payments(_ data: XMLContents) throws(AdapterError) -> [EventDraft] {
        var drafts: [EventDraft] = []
        var sum = Amount.zero
        for (index, item) in data.records("GNT_CT").enumerated() {
            let payment = try payment(of: item, part: index + 1, in: data)
            sum = try add(payment.total, to: sum, "SoTien_TO")
            drafts.append(
                payment.draft(
                    id: id(index + 1), declaration: payment.declaration, otherwise: transaction, time: sent))
        }
        // In a foreign currency the total is not the sum of the amounts in VND.
        if let total = data.amount("SoTien_TO"), data.text("Ma_NT") ?? "VND" == "VND", total != sum {
            throw error(.badItem, "SoTien_TO", "is not the sum of SoTien_VND over all GNT_CT")
        }
        return drafts
    }

    /// An amount that no event could carry would be found only when it is too late to refuse the message.
    func add(_ amount: Amount, to sum: Amount, _ field: String) throws(AdapterError) -> Amount {
        let sum = sum + amount
        guard sum <= .highest else { throw error(.badItem, field, "adds up to more than 20 digits before the point") }
        return sum
    }

    func total(of lines: [TaxLine], _ field: String) throws(AdapterError) -> Amount {
        var sum = Amount.zero
        for line in lines { sum = try add(line.amount, to: sum, field) }
        return sum
    }

    private func payment(of item: XMLContents, part: Int, in data: XMLContents) throws(AdapterError) -> PaymentMade {
        var lines: [TaxLine] = []
        for line in item.records("ToKhai_CT") {
            lines.append(
                TaxLine(
                    tax: line.text("Ma_ST"), subItem: try required(line.text("NDKT"), "GNT_CT/ToKhai_CT/NDKT"),
                    amount: try required(line.amount("SoTien_VND"), "GNT_CT/ToKhai_CT/SoTien_VND")))
        }
        return PaymentMade(
            declaration: try required(item.declaration("So_TK"), "GNT_CT/So_TK"), acceptance: acceptance,
            part: String(part),
            transaction: transaction, bank: data.text("Ma_NH_PH") ?? sender,
            taxpayer: try required(data.text("Ma_DV"), "Ma_DV"), office: try required(item.text("Ma_HQ"), "GNT_CT/Ma_HQ"),
            kind: item.text("Ma_LH"), treasury: try required(data.text("Ma_KB"), "Ma_KB"),
            account: try required(data.text("TKKB"), "TKKB"), voucherSeries: data.text("KyHieu_CT") ?? "",
            voucherNumber: try required(data.text("So_CT"), "So_CT"),
            voucherDate: data.time("Ngay_CT") ?? data.time("Ngay_BN"),
            total: try total(of: lines, "GNT_CT/ToKhai_CT/SoTien_VND"), lines: lines)
    }

    private func guarantee(_ data: XMLContents) throws(AdapterError) -> EventDraft {
        let guarantee = GuaranteeRegistered(
            declaration: try required(data.declaration("So_TK"), "So_TK"), acceptance: acceptance,
            transaction: transaction, bank: data.text("Ma_NH_PH") ?? sender,
            taxpayer: try required(data.text("Ma_DV"), "Ma_DV"), office: try required(data.text("Ma_HQ"), "Ma_HQ"),
            amount: try required(data.amount("SoTien"), "SoTien"),
            validFrom: try required(data.time("Ngay_HL"), "Ngay_HL"),
            validTo: try required(data.time("Ngay_HHL"), "Ngay_HHL"))
        try checkDays(guarantee.validFrom, guarantee.validTo)
        return guarantee.draft(id: id(1), declaration: guarantee.declaration, otherwise: transaction, time: sent)
    }

    private func cancellation(
        _ data: XMLContents, _ payload: (String) -> some EventPayload
    ) throws(AdapterError) -> EventDraft {
        let number = try required(data.text("So_TN_CT_YCH"), "So_TN_CT_YCH")
        return payload(number).draft(id: id(1), declaration: nil, otherwise: "epayment:\(number)", time: sent)
    }

    private func answer(_ data: XMLContents) throws(AdapterError) -> EventDraft {
        let request = try required(envelope.header.text("Request_ID"), "Request_ID")
        let answered =
            if form == .accepted {
                GatewayAnswered(request: request, outcome: .accepted, acceptance: data.text("So_TN_CT"))
            } else {
                GatewayAnswered(
                    request: request, outcome: .rejected,
                    code: try required(envelope.error?.text("ErrorNumber"), "Error/ErrorNumber"))
            }
        return answered.draft(id: id(1), declaration: nil, otherwise: "epayment:\(request)", time: sent)
    }

    func id(_ index: Int) -> String { "epayment:" + transaction + ":" + String(index) }

    func required<Value>(_ value: Value?, _ field: String) throws(AdapterError) -> Value {
        guard let value else { throw error(.missingItem, field, "is missing or empty") }
        return value
    }

    func error(_ code: AdapterError.Code, _ field: String, _ problem: String) -> AdapterError {
        AdapterError(
            code, form: form.rawValue, field: field, offset: envelope.data.offset, line: envelope.data.line,
            problem: problem)
    }
}
