import Adapters
import Bus
import Events

/// Payments of customs fees and their cancellations; the cancellation of another agency's fee.
extension EPaymentWriter {
    /// Sign and number of the slip that the fee is paid by.
    static func feeVoucher(_ script: DeclarationScript) -> (series: String, number: String) {
        ("LP\(script.bank.code.suffix(3))", script.reference)
    }

    /// - Parameter forMany: names a number that stands for many declarations instead of this one.
    func feePayment(_ amount: Int64, forMany: Bool, at time: Timestamp) throws -> [UInt8] {
        let voucher = Self.feeVoucher(script)
        let sum = Amount(tenThousandths: Int128(amount) * 10_000)
        let paid = Payment302.Paid(
            office: office(at: time), number: forMany ? "LP" + script.reference : try declaration().rawValue,
            lines: [TaxLine(tax: "LP", subItem: "2663", amount: sum)])
        let slip = Payment302(
            bank: script.bank.code, taxpayer: script.taxpayer, treasury: "0061", account: "351101054321",
            voucherSeries: voucher.series, voucherNumber: voucher.number, voucherDate: time, total: sum, paid: [paid])
        return message(.feePayment, at: time, .feePayment(slip))
    }

    func feeCancellation(at time: Timestamp) throws -> [UInt8] {
        let number = try acceptance(of: try feePayment(0, forMany: false, at: time), at: time)
        return message(.feeCancellation, at: time, .cancellation(Cancel501(acceptance: number, of: .feePayment)))
    }

    /// Of a payment that nobody here has seen: the gateway does not take 303, so the number is one that was given before.
    func agencyFeeCancellation(at time: Timestamp) -> [UInt8] {
        let before = "303" + script.reference + "00000"
        return message(.feeCancellation, at: time, .cancellation(Cancel501(acceptance: before, of: .agencyFeePayment)))
    }
}
