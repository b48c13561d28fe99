import Bus
import Events

/// One treasury message and the events it means, one for each row.
struct TreasuryMapping {
    let form: TreasuryForm
    let sender: String
    let receiver: String?
    let message: String
    private let sent: Timestamp
    private let rows: [XMLNode]

    init(_ envelope: TreasuryEnvelope) throws(AdapterError) {
        form = envelope.form
        guard let sender = envelope.header.text("SENDER_CODE"), let message = envelope.header.text("MSG_ID"),
            let sent = envelope.header.time("SEND_DATE")
        else { throw AdapterError(.missingItem, form: envelope.form.rawValue, field: "HEADER", problem: "is incomplete") }
        self.sender = sender
        self.message = message
        self.sent = sent
        receiver = envelope.header.text("RECEIVER_CODE")
        rows = envelope.rows
    }

    func events() throws(AdapterError) -> [EventDraft] {
        var drafts: [EventDraft] = []
        drafts.reserveCapacity(rows.count)
        for (index, node) in rows.enumerated() {
            let draft =
                switch form {
                case .credit: try advice(.credit, node, row: index + 1)
                case .debit: try advice(.debit, node, row: index + 1)
                case .voucherList, .answer: try voucher(node, row: index + 1)
                }
            drafts.append(draft)
        }
        return drafts
    }

    private func advice(
        _ direction: TreasuryAdvised.Direction, _ node: XMLNode, row: Int
    ) throws(AdapterError) -> EventDraft {
        let record = try TreasuryTables.adviceRow.read(node, form: form.rawValue, within: "ROW")
        let advice = TreasuryAdvised(
            declaration: try declaration(record, node), direction: direction, reference: reference(row),
            voucher: voucher(record, row), amount: try amount(record, node), subItem: subItem(record),
            account: try account(record, node), treasury: record.text("KB_ID"), posted: record.time("NGAY_HT") ?? sent)
        return advice.draft(id: id(row), declaration: advice.declaration, otherwise: "treasury:" + message, time: sent)
    }

    private func voucher(_ node: XMLNode, row: Int) throws(AdapterError) -> EventDraft {
        let record = try TreasuryTables.voucherRow.read(node, form: form.rawValue, within: "ROW")
        let voucher = VoucherListed(
            declaration: try declaration(record, node), reference: reference(row), voucher: voucher(record, row),
            amount: try amount(record, node), account: try account(record, node), subItem: record.text("NDKT"),
            taxpayer: record.text("MST"), posted: record.time("NGAY_HT") ?? sent)
        return voucher.draft(id: id(row), declaration: voucher.declaration, otherwise: "treasury:" + message, time: sent)
    }

    private func id(_ row: Int) -> String { "treasury:" + sender + ":" + message + ":" + String(row) }

    private func reference(_ row: Int) -> String { message + "/" + String(row) }

    /// The same text in advices, in voucher lists and, from KyHieu_CT and So_CT, for the gateway's payments.
    private func voucher(_ record: XMLContents, _ row: Int) -> String {
        guard let number = record.text("SO_CT") else { return reference(row) }
        return (record.text("KYHIEU_CT") ?? "") + "/" + number
    }

    /// NDKT_ID; 0000 is how the account combination says that there is none.
    private func subItem(_ record: XMLContents) -> String? {
        guard let subItem = record.text("NDKT_ID"), subItem != "0000" else { return nil }
        return subItem
    }

    private func amount(_ record: XMLContents, _ node: XMLNode) throws(AdapterError) -> Amount {
        guard let amount = record.amount("SO_TIEN") else {
            throw error(.missingItem, "SO_TIEN", node, "is missing or empty")
        }
        return amount
    }

    /// SO_TK, or what the remittance text says.
    private func declaration(_ record: XMLContents, _ node: XMLNode) throws(AdapterError) -> DeclarationNumber? {
        if let number = record.declaration("SO_TK") { return number }
        guard let text = record.text("DIEN_GIAI") else { return nil }
        switch DeclarationMention(in: text) {
        case .none: return nil
        case .named(let number): return number
        case .malformed(let digits):
            throw error(.badItem, "DIEN_GIAI", node, "names a declaration with \(digits) digits; its number has 12")
        }
    }

    /// TKKB, or what the segments put together.
    private func account(_ record: XMLContents, _ node: XMLNode) throws(AdapterError) -> String? {
        if let text = record.text("TKKB") {
            guard let account = TreasuryAccount(text) else {
                throw error(.badItem, "TKKB", node, "is not an account number of 11, 12, 16 or 17 digits")
            }
            return account.description
        }
        guard let natural = record.text("TKKT_ID") else { return nil }
        return TreasuryAccount(
            natural: natural, budgetLevel: record.text("CAPNS_ID"), unit: record.text("DVSDNS_MA"))?.description
    }

    private func error(
        _ code: AdapterError.Code, _ field: String, _ node: XMLNode, _ problem: String
    ) -> AdapterError {
        let place = node.child(field) ?? node
        return AdapterError(
            code, form: form.rawValue, field: "ROW/\(field)", offset: place.offset, line: place.line, problem: problem)
    }
}
