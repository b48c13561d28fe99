import Adapters
import Bus
import Events

/// Writes what banks hand to the e-payment gateway about a declaration.
struct EPaymentWriter {
    let script: DeclarationScript
    let effective: Timestamp

    func write(_ step: Step) throws -> (form: String, bytes: [UInt8])? {
        let time = step.time
        return switch step.fact {
        case .paid(let index, let amount): ("301", try payment(index, amount, at: time))
        case .paymentCancelled(let index): ("501", try cancellation(of: index, at: time))
        case .feePaid(let amount): ("302", try feePayment(amount, forMany: false, at: time))
        case .feePaidForMany(let amount): ("302", try feePayment(amount, forMany: true, at: time))
        case .feePaymentCancelled: ("502", try feeCancellation(at: time))
        case .agencyFeeCancelled: ("503", agencyFeeCancellation(at: time))
        case .guaranteed(let index, let amount): ("401", try guarantee(index, amount, at: time))
        case .guaranteeOpened(let scope, let amount): (Self.form(of: scope), opened(scope, amount, at: time))
        case .guaranteeCancelled(let index): ("504", try guaranteeCancellation(of: index, at: time))
        case .openedGuaranteeCancelled(.general): ("505", try openedCancellation(of: .general, at: time))
        case .openedGuaranteeCancelled(.shipment): ("506", try openedCancellation(of: .shipment, at: time))
        default: nil
        }
    }

    /// Sign and number of the slip that the n-th payment is made by.
    static func voucher(_ script: DeclarationScript, _ index: Int) -> (series: String, number: String) {
        ("KB\(script.bank.code.suffix(3))", script.reference + String(index))
    }

    /// A third is import duty, the rest value added tax.
    static func lines(of amount: Int64) -> [TaxLine] {
        let duty = amount / 3 / 1000 * 1000
        return [("NK", "1901", duty), ("VA", "1702", amount - duty)].map { tax, subItem, share in
            TaxLine(tax: tax, subItem: subItem, amount: Amount(tenThousandths: Int128(share) * 10_000))
        }
    }

    func message(_ transaction: BankTransaction, at time: Timestamp, _ body: EPaymentMessage.Body) -> [UInt8] {
        EPaymentMessage(
            senderCode: script.bank.code, senderName: script.bank.name, transaction: script.id(of: transaction),
            sent: time, body: body
        ).encoded()
    }

    func office(at time: Timestamp) -> String { script.office.names(at: time, effective: effective).code }

    func declaration() throws -> DeclarationNumber {
        guard let number = DeclarationNumber(script.number(version: 0)) else { throw BadNumber() }
        return number
    }

    /// The number that the gateway's answer to a message gives, by which it is cancelled.
    func acceptance(of message: [UInt8], at time: Timestamp) throws -> String {
        guard let number = try EPaymentCodec().decode(message, received: time).acceptance else { throw BadNumber() }
        return number
    }

    private func payment(_ index: Int, _ amount: Int64, at time: Timestamp) throws -> [UInt8] {
        let voucher = Self.voucher(script, index)
        let paid = PaidDeclaration(
            office: office(at: time), kind: script.kind, year: script.registered.vietnam.year,
            number: try declaration(), lines: Self.lines(of: amount))
        let slip = Payment301(
            bank: script.bank.code, bankName: script.bank.name, taxpayer: script.taxpayer, chapter: "154",
            treasury: "0061", account: "711101054321", voucherSeries: voucher.series, voucherNumber: voucher.number,
            voucherDate: time, debited: time, total: Amount(tenThousandths: Int128(amount) * 10_000),
            remark: "Nộp thuế tờ khai", declarations: [paid])
        return message(.payment(index), at: time, .payment(slip))
    }

    private func cancellation(of index: Int, at time: Timestamp) throws -> [UInt8] {
        let number = try acceptance(of: try payment(index, 0, at: time), at: time)
        return message(.paymentCancellation, at: time, .cancellation(Cancel501(acceptance: number)))
    }

    struct BadNumber: Error {}
}
