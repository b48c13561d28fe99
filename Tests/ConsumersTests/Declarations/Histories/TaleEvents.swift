import Bus
import Events

@testable import Consumers

/// Makes the events of tales, each once: the same tales come again in history after history.
struct TaleEvents {
    struct Ready {
        var delivered: DeliveredEvent
        var meaning: DeclarationEvent
    }

    private var made: [Tale: Ready] = [:]
    private let codes: any CodesInForce

    init(codes: any CodesInForce) { self.codes = codes }

    mutating func event(of tale: Tale) throws -> Ready {
        if let ready = made[tale] { return ready }
        let draft = try Self.draft(tale)
        let event = Event(draft: draft, sequence: 1, recordedTime: draft.time)
        let meaning = try DeclarationEvent(event)
        // Only what names no declaration is ever kept in its bytes.
        let encoded: EncodedEvent =
            if case .reference = meaning.target {
                try EventCodec.encode(draft, sequence: 1, recordedTime: draft.time, partitioning: .standard)
            } else {
                EncodedEvent(
                    id: draft.id, type: draft.type, time: draft.time, partitionKey: draft.partitionKey, routingKey: "", bytes: [])
            }
        let ready = Ready(delivered: DeliveredEvent(event: event, encoded: encoded, codes: codes), meaning: meaning)
        made[tale] = ready
        return ready
    }

    static func time(_ minute: Int) -> Timestamp { Timestamp(milliseconds: 1_741_964_400_000 + Int64(minute) * 60_000) }

    struct Impossible: Error {}

    private static func amount(_ value: Int) -> Amount { Amount(tenThousandths: Int128(value) * 10_000) }

    private static func draft(_ tale: Tale) throws -> EventDraft {
        let time = time(tale.minute)
        func number(_ version: Int = 0) throws -> DeclarationNumber {
            guard let number = DeclarationNumber("\(tale.key)\(version)") else { throw Impossible() }
            return number
        }
        let taxpayer = "0100000001"
        switch tale.what {
        case .registered(let version, let lane, let tax, let security, let flow, let name):
            return event(
                tale,
                DeclarationRegistered(
                    declaration: try number(version), flow: flow, lane: lane, kind: "A11", officeName: name, registered: time,
                    taxpayer: taxpayer, totalTax: tax.map(amount), security: security == 0 ? nil : amount(security)))
        case .assessed(let version, let statement, let total, let inVND):
            return event(
                tale,
                TaxAssessed(
                    declaration: try number(version), statement: "S\(statement)", taxpayer: taxpayer, lines: [],
                    total: amount(total), currency: inVND ? "VND" : "USD", issued: time))
        case .feeStated(let version, let total):
            return event(
                tale,
                FeeAssessed(
                    declaration: try number(version), statement: "F", taxpayer: taxpayer, lines: [], total: amount(total),
                    issued: time))
        case .paid(let slip, let acceptance, let part, let total, let item, let office):
            return event(
                tale,
                PaymentMade(
                    declaration: try number(), acceptance: "A\(acceptance)", part: "\(part)", transaction: "T", bank: "B",
                    taxpayer: taxpayer, office: office, treasury: "0061", account: "7111", voucherSeries: "V",
                    voucherNumber: "\(slip)", total: amount(total),
                    lines: [TaxLine(tax: nil, subItem: item, amount: amount(total))]))
        case .feePaid(let slip, let acceptance, let total):
            return event(
                tale,
                FeePaid(
                    declaration: try number(), number: "\(tale.key)0", acceptance: "A\(acceptance)", part: "1",
                    transaction: "T", bank: "B", taxpayer: taxpayer, office: "03EE", treasury: "0061", account: "3511",
                    voucherSeries: "V", voucherNumber: "\(slip)", total: amount(total), lines: []))
        case .guaranteed(let acceptance, let total, let from, let to):
            return event(
                tale,
                GuaranteeRegistered(
                    declaration: try number(), acceptance: "A\(acceptance)", transaction: "T", bank: "B", taxpayer: taxpayer,
                    office: "02CI", amount: amount(total), validFrom: Self.time(from), validTo: Self.time(to)))
        case .takenBack(let acceptance, let isGuarantee):
            return isGuarantee
                ? event(tale, GuaranteeCancelled(acceptance: "A\(acceptance)", transaction: "T"))
                : event(tale, PaymentCancelled(acceptance: "A\(acceptance)", transaction: "T"))
        case .advised(let slip, let item, let total, let isDebit):
            return event(
                tale,
                TreasuryAdvised(
                    declaration: try number(), direction: isDebit ? .debit : .credit, reference: "M/1", voucher: "V/\(slip)",
                    amount: amount(total), subItem: item, posted: time))
        case .listed(let slip, let item, let total):
            return event(
                tale,
                VoucherListed(
                    declaration: try number(), reference: "L/1", voucher: "V/\(slip)", amount: amount(total), subItem: item,
                    posted: time))
        case .document(let id, let purpose, let isNamed):
            return event(
                tale,
                DocumentReceived(
                    declaration: isNamed ? try number() : nil, document: "D\(id)", organ: "G12", purpose: purpose))
        case .reported(let id, let status):
            return event(tale, DocumentStatusChanged(document: "D\(id)", organ: "G12", status: status, reported: time))
        case .inspected(let office):
            return event(tale, InspectionOrdered(declaration: try number(), office: office))
        case .cleared(let version):
            return event(
                tale,
                DeclarationCleared(
                    declaration: try number(version), flow: .import, lane: .one, officeName: "HQCANGHP", cleared: time))
        }
    }

    private static func event<Payload: EventPayload>(_ tale: Tale, _ payload: Payload) -> EventDraft {
        EventDraft(
            id: "\(tale)", source: "/vn/customs/\(Payload.type.system)", type: Payload.type, subject: nil,
            time: time(tale.minute), partitionKey: tale.key, data: payload.json)
    }
}
