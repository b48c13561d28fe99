import Bus
import Consumers
import Events
import Store

/// Builds the events of one declaration, with times in minutes after 22:00 on the evening of the cutover.
struct FactLab {
    let key: String
    let office: String

    init(key: String = "10000000001", office: String = "03EE") {
        self.key = key
        self.office = office
    }

    func number(_ version: Int = 0) throws -> DeclarationNumber { try EventSamples.number("\(key)\(version)") }

    func registered(
        _ lane: Lane, tax: String?, version: Int = 0, flow: Flow = .import, at minute: Int = 0, name: String = "HQCANGHP",
        security: String? = nil
    ) throws -> EventDraft {
        let payload = DeclarationRegistered(
            declaration: try number(version), flow: flow, lane: lane, kind: "A11", officeName: name,
            registered: EventSamples.minutes(minute), taxpayer: "0100000001", totalTax: try tax.map(EventSamples.amount),
            security: try security.map(EventSamples.amount))
        return draft("reg\(version)-\(minute)", payload, minute)
    }

    func assessed(_ total: String, version: Int = 0, statement: String = "S1", currency: String = "VND", at minute: Int = 1)
        throws -> EventDraft
    {
        let payload = TaxAssessed(
            declaration: try number(version), statement: statement, taxpayer: "0100000001", lines: [],
            total: try EventSamples.amount(total), currency: currency, issued: EventSamples.minutes(minute))
        return draft("tax\(version)-\(statement)-\(minute)", payload, minute)
    }

    func paid(
        _ total: String, acceptance: String = "ACC1", part: String = "1", voucher: String = "1", bank: String = "01201001",
        subItem: String = "1901", office: String? = nil, id: String? = nil, at minute: Int = 10
    ) throws -> EventDraft {
        let amount = try EventSamples.amount(total)
        let payload = PaymentMade(
            declaration: try number(), acceptance: acceptance, part: part, transaction: "T-\(acceptance)", bank: bank,
            taxpayer: "0100000001", office: office ?? self.office, treasury: "0061", account: "711101054321",
            voucherSeries: "AA", voucherNumber: voucher, total: amount,
            lines: [TaxLine(tax: "NK", subItem: subItem, amount: amount)])
        return draft(id ?? "pay-\(acceptance)-\(part == "1" ? "" : part + "-")\(subItem)", payload, minute)
    }

    func cancelled(_ acceptance: String = "ACC1", at minute: Int = 20) -> EventDraft {
        let payload = PaymentCancelled(acceptance: acceptance, transaction: "T-cancel-\(acceptance)")
        return EventSamples.draft(
            "cancel-\(acceptance)", payload, key: "epayment:\(acceptance)", at: EventSamples.minutes(minute))
    }

    func guaranteed(
        _ amount: String, acceptance: String = "GUA1", from: Int = 0, to: Int = 0, at minute: Int = 10
    ) throws -> EventDraft {
        let payload = GuaranteeRegistered(
            declaration: try number(), acceptance: acceptance, transaction: "T-\(acceptance)", bank: "01201001",
            taxpayer: "0100000001", office: office, amount: try EventSamples.amount(amount),
            validFrom: EventSamples.minutes(from), validTo: EventSamples.minutes(to))
        return draft("gua-\(acceptance)", payload, minute)
    }

    func guaranteeCancelled(_ acceptance: String = "GUA1", at minute: Int = 20) -> EventDraft {
        let payload = GuaranteeCancelled(acceptance: acceptance, transaction: "T-cancel-\(acceptance)")
        return EventSamples.draft(
            "cancel-\(acceptance)", payload, key: "epayment:\(acceptance)", at: EventSamples.minutes(minute))
    }

    func feeStated(_ total: String?, at minute: Int = 2) throws -> EventDraft {
        let payload = FeeAssessed(
            declaration: try number(), statement: "F1", taxpayer: "0100000001", lines: [],
            total: try total.map(EventSamples.amount), issued: EventSamples.minutes(minute))
        return draft("fee-\(minute)", payload, minute)
    }

    func feePaid(_ total: String, acceptance: String = "FEE1", voucher: String = "9", at minute: Int = 11) throws -> EventDraft {
        let payload = FeePaid(
            declaration: try number(), number: try number().rawValue, acceptance: acceptance, part: "1", transaction: "T-fee",
            bank: "01201001", taxpayer: "0100000001", office: office, treasury: "0061", account: "351101054321",
            voucherSeries: "AA", voucherNumber: voucher, total: try EventSamples.amount(total), lines: [])
        return draft("feepay-\(acceptance)", payload, minute)
    }

    func advised(
        _ amount: String, voucher: String = "AA/1", direction: TreasuryAdvised.Direction = .credit, subItem: String? = nil,
        row: Int = 1, at minute: Int = 30
    ) throws -> EventDraft {
        let payload = TreasuryAdvised(
            declaration: try number(), direction: direction, reference: "M/\(row)", voucher: voucher,
            amount: try EventSamples.amount(amount), subItem: subItem, posted: EventSamples.minutes(minute))
        return draft("adv-\(direction.rawValue)-\(voucher)-\(row)", payload, minute)
    }

    func listed(_ amount: String, voucher: String = "AA/1", subItem: String? = "1901", row: Int = 1, at minute: Int = 40)
        throws -> EventDraft
    {
        let payload = VoucherListed(
            declaration: try number(), reference: "L/\(row)", voucher: voucher, amount: try EventSamples.amount(amount),
            subItem: subItem, posted: EventSamples.minutes(minute))
        return draft("list-\(voucher)-\(row)", payload, minute)
    }

    func document(_ id: String, _ purpose: DocumentPurpose, names: Bool = true, at minute: Int = 12) throws -> EventDraft {
        let payload = DocumentReceived(
            declaration: names ? try number() : nil, document: id, organ: "000.00.01.G12", purpose: purpose)
        return draft("doc-\(id)", payload, minute)
    }

    func reported(_ id: String, _ status: String, at minute: Int = 15) -> EventDraft {
        let payload = DocumentStatusChanged(
            document: id, organ: "000.00.02.G12", status: status, reported: EventSamples.minutes(minute))
        return EventSamples.draft("doc-\(id)-\(status)-\(minute)", payload, key: "edoc:\(id)", at: EventSamples.minutes(minute))
    }

    func inspection(_ office: String = "03EE", at minute: Int = 5) throws -> EventDraft {
        draft("insp-\(minute)", InspectionOrdered(declaration: try number(), office: office), minute)
    }

    func cleared(version: Int = 0, at minute: Int = 60) throws -> EventDraft {
        let payload = DeclarationCleared(
            declaration: try number(version), flow: .import, lane: .one, officeName: "HQCANGHP",
            cleared: EventSamples.minutes(minute))
        return draft("clr\(version)-\(minute)", payload, minute)
    }

    private func draft<Payload: EventPayload>(_ id: String, _ payload: Payload, _ minute: Int) -> EventDraft {
        EventSamples.draft("\(key)/\(id)", payload, key: key, at: EventSamples.minutes(minute))
    }
}
