import Adapters
import Bus
import Events

/// Writes what banks hand to the e-payment gateway about a declaration.
struct EPaymentWriter {
    let script: DeclarationScript
    let effective: Timestamp

    func write(_ step: Step) throws -> (form: String, bytes: [UInt8])? {
        switch step.fact {
        case .paid(let index, let amount): ("301", try payment(index, amount, at: step.time).encoded())
        case .paymentCancelled(let index): ("501", try cancellation(of: index, at: step.time))
        case .guaranteed(let amount): ("401", try guarantee(amount, at: step.time))
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

    private func envelope(_ transaction: String, at time: Timestamp, _ body: EPaymentMessage.Body) -> EPaymentMessage {
        EPaymentMessage(
            senderCode: script.bank.code, senderName: script.bank.name, transaction: transaction, sent: time, body: body)
    }

    private func declaration() throws -> DeclarationNumber {
        guard let number = DeclarationNumber(script.number(version: 0)) else { throw BadNumber() }
        return number
    }

    private func payment(_ index: Int, _ amount: Int64, at time: Timestamp) throws -> EPaymentMessage {
        let voucher = Self.voucher(script, index)
        let paid = PaidDeclaration(
            office: script.office.names(at: time, effective: effective).code, kind: script.kind,
            year: script.registered.vietnam.year, number: try declaration(), lines: Self.lines(of: amount))
        let slip = Payment301(
            bank: script.bank.code, bankName: script.bank.name, taxpayer: script.taxpayer, chapter: "154",
            treasury: "0061", account: "711101054321", voucherSeries: voucher.series, voucherNumber: voucher.number,
            voucherDate: time, debited: time, total: Amount(tenThousandths: Int128(amount) * 10_000),
            remark: "Nộp thuế tờ khai", declarations: [paid])
        return envelope(script.transactions[index], at: time, .payment(slip))
    }

    /// Names the payment by the number that the gateway's answer to it gives.
    private func cancellation(of index: Int, at time: Timestamp) throws -> [UInt8] {
        let message = try payment(index, 0, at: time)
        let decoded = try EPaymentCodec().decode(message.encoded(), received: time)
        guard let acceptance = decoded.acceptance else { throw BadNumber() }
        return envelope(script.transactions[2], at: time, .cancellation(Cancel501(acceptance: acceptance))).encoded()
    }

    private func guarantee(_ amount: Int64, at time: Timestamp) throws -> [UInt8] {
        let year = Timestamp(milliseconds: time.milliseconds + 365 * 86_400_000)
        let guarantee = Guarantee401(
            bank: script.bank.code, taxpayer: script.taxpayer,
            office: script.office.names(at: time, effective: effective).code, kind: script.kind,
            declaration: try declaration(), voucherSeries: "BL", voucherNumber: script.reference, validFrom: time,
            validTo: year, amount: Amount(tenThousandths: Int128(amount) * 10_000))
        return envelope(script.transactions[3], at: time, .guarantee(guarantee)).encoded()
    }

    struct BadNumber: Error {}
}
