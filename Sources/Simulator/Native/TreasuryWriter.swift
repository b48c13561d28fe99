import Adapters
import Bus
import Events

/// Writes the Treasury's advices (910, 900), and a list of vouchers that repeats what it advised.
struct TreasuryWriter {
    let script: DeclarationScript

    private static let account = "711101054321"

    /// One advice for one payment, or for what went back of it.
    func write(_ step: Step) -> (form: String, bytes: [UInt8])? {
        let reference = script.reference
        return switch step.fact {
        case .credited(let index, let amount):
            (
                "910",
                Self.message("C\(reference)\(index)", at: step.time, .credit([row(index, amount, at: step.time)]))
            )
        case .debited(let index, let amount):
            (
                "900",
                Self.message("D\(reference)\(index)", at: step.time, .debit([row(index, amount, at: step.time)]))
            )
        case .feeCredited(let amount):
            ("910", Self.message("F\(reference)", at: step.time, .credit([feeRow(amount, at: step.time)])))
        default: nil
        }
    }

    private func row(_ index: Int, _ amount: Int64, at time: Timestamp) -> TreasuryRow {
        row(EPaymentWriter.voucher(script, index), Self.account, amount, at: time)
    }

    private func feeRow(_ amount: Int64, at time: Timestamp) -> TreasuryRow {
        row(EPaymentWriter.feeVoucher(script), "351101054321", amount, at: time)
    }

    private func row(
        _ voucher: (series: String, number: String), _ account: String, _ amount: Int64, at time: Timestamp
    ) -> TreasuryRow {
        TreasuryRow(
            voucherSign: voucher.series, voucherNumber: voucher.number, posted: time,
            declaration: DeclarationNumber(script.number(version: 0)), account: account, treasury: "0061",
            amount: Amount(tenThousandths: Int128(amount) * 10_000))
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
                subItem: line.subItem, account: account, amount: line.amount)
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
