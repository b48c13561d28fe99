import Adapters
import Bus
import Events

/// Writes the Treasury's credit advices (910), and a list of vouchers that repeats what it advised.
struct TreasuryWriter {
    /// One advice for one payment.
    static func advice(_ script: DeclarationScript, _ index: Int, _ amount: Int64, at time: Timestamp) -> [UInt8] {
        let voucher = EPaymentWriter.voucher(script, index)
        let row = TreasuryRow(
            voucherSign: voucher.series, voucherNumber: voucher.number, posted: time,
            declaration: DeclarationNumber(script.number(version: 0)), account: "711101054321", treasury: "0061",
            amount: Amount(tenThousandths: Int128(amount) * 10_000))
        return message("C\(script.reference)\(index)", at: time, .credit([row]))
    }

    /// What a list of vouchers says of one payment: one row for each sub-item.
    static func listed(
        _ script: DeclarationScript, _ index: Int, _ amount: Int64, at time: Timestamp
    ) -> [VoucherRow] {
        let voucher = EPaymentWriter.voucher(script, index)
        return EPaymentWriter.lines(of: amount).map { line in
            VoucherRow(
                sign: voucher.series, number: voucher.number, issued: time, posted: time,
                declaration: DeclarationNumber(script.number(version: 0)), taxpayer: script.taxpayer,
                subItem: line.subItem, account: "711101054321", amount: line.amount)
        }
    }

    static func list(_ rows: [VoucherRow], id: String, at time: Timestamp) -> [UInt8] {
        message(id, at: time, .voucherList(rows))
    }

    private static func message(_ id: String, at time: Timestamp, _ body: TreasuryMessage.Body) -> [UInt8] {
        TreasuryMessage(
            senderCode: "TTSP_KBA", senderName: "Kho bạc Nhà nước", receiverCode: "TCHQ", receiverName: "Hải quan", id: id,
            sent: time, body: body
        ).encoded()
    }
}
