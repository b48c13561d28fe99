import Bus
import Events

extension DeclarationView {
    /// For a terminal, in lines that end with a newline. Times are Vietnam time, amounts VND.
    public var text: String {
        var lines = head
        lines += section("Money (VND)", money)
        lines += section("Conflicts (mâu thuẫn)", conflicts.map { "\($0.key.rawValue): \($0.value)" })
        lines += section("Payments (nộp thuế)", payments(state.payments, counting: DeclarationMoney(state).payments))
        lines += section("Guarantees (bảo lãnh)", guarantees)
        lines += section("Fees (lệ phí)", fees)
        lines += section("Treasury (Kho bạc)", vouchers)
        lines += section("Documents (văn bản)", documents)
        lines += section("Story (diễn biến)", story)
        return lines.joined(separator: "\n") + "\n"
    }

    private var head: [String] {
        var number = "Declaration  \(number)"
        if let flow = state.registration?.flow {
            number += flow == .import ? "  import (nhập khẩu)" : "  export (xuất khẩu)"
        }
        if state.version > 0 { number += ", amendment \(state.version)" }
        var office = summary.office ?? "-"
        if let inForce = summary.officeInForce, inForce != summary.office { office += " (in force: \(inForce))" }
        return [
            number,
            "Status       \(summary.status.rawValue) (\(Self.term(summary.status)))",
            "Lane         \(summary.lane.map { "\($0.rawValue) \(Self.term($0))" } ?? "-")",
            "Office       \(office)",
            "Registered   \(state.registration.map { Self.text($0.time) } ?? "-")",
            "Cleared      \(state.clearance.map { Self.text($0.time) } ?? "-")",
        ]
    }

    private var money: [String] {
        let money = DeclarationMoney(state)
        let guaranteed = money.guaranteed(at: money.guaranteeTime)
        let due = summary.assessed.map { $0.less(summary.paid.less(money.refunded) + guaranteed) }
        let rows: [(String, Amount?)] = [
            ("Assessed    phải nộp", summary.assessed), ("Paid        đã nộp", summary.paid),
            ("Refunded    hoàn thuế", money.refunded), ("Guaranteed  bảo lãnh", guaranteed),
            ("Due         còn phải nộp", due), ("Credited    Kho bạc ghi có", summary.credited),
        ]
        return rows.map { Self.left($0.0, 28) + Self.right($0.1.map(Self.grouped) ?? "not known", 22) }
    }

    private func payments(_ all: Payments, counting: [Payments.Entry]) -> [String] {
        let keys = Set(counting.map(\.key))
        return all.entries.sorted { ($0.value.time, $0.key) < ($1.value.time, $1.key) }.map { entry in
            let note =
                if state.cancelledAcceptances.contains(entry.key.acceptance) {
                    ", cancelled (đã hủy)"
                } else if !keys.contains(entry.key) {
                    ", the same slip as another (gửi lại)"
                } else { "" }
            return "\(Self.text(entry.value.time)) \(Self.right(Self.grouped(entry.value.total), 22))  "
                + "voucher \(entry.value.voucher), office \(entry.value.office), acceptance \(entry.key.acceptance)/"
                + entry.key.part + note
        }
    }

    private var guarantees: [String] {
        let time = DeclarationMoney(state).guaranteeTime
        var lines = state.guarantees.entries.map { entry in
            let note =
                if state.cancelledAcceptances.contains(entry.key) { ", cancelled (đã hủy)" } else if !entry.value.holds(at: time) {
                    ", not in force (hết hạn)"
                } else { "" }
            return "\(Self.text(entry.value.time)) \(Self.right(Self.grouped(entry.value.amount), 22))  "
                + "\(entry.value.validFrom.day) to \(entry.value.validTo.day), office \(entry.value.office), acceptance "
                + entry.key + note
        }
        if let security = state.registration?.security, security > .zero {
            lines.append("found secured by VNACCS \(Self.right(Self.grouped(security), 15))")
        }
        return lines
    }

    private var fees: [String] {
        let money = DeclarationMoney(state)
        let stated = money.feesAssessed.map { "stated \(Self.grouped($0)), paid \(Self.grouped(money.feesPaid))" }
        return (stated.map { [$0] } ?? []) + payments(state.feePayments, counting: money.feePayments)
    }

    private var vouchers: [String] {
        state.vouchers.entries.map { entry in
            let parts: [(String, TreasuryFigures)] = [
                ("credited", entry.value.credited), ("listed", entry.value.listed), ("debited", entry.value.debited),
            ]
            return Self.left("voucher \(entry.key)", 28)
                + parts.filter { !$0.1.isEmpty }.map { "\($0.0) \(Self.grouped($0.1.total))" }.joined(separator: ", ")
        }
    }

    private var documents: [String] {
        state.documents.entries.map { entry in
            let received = entry.value.reception.map { "\(Self.text($0.time)) \(Self.term($0.purpose))" } ?? "not received yet"
            let report = entry.value.report.map { ", \(Self.term(documentStatus: $0.status)) \(Self.text($0.time))" } ?? ""
            return "\(received)\(report): \(entry.key)"
        }
    }

    private var story: [String] {
        events.map { event in
            let line = StoryLine(event, in: state)
            let told = "\(Self.text(line.time))  \(Self.left(line.system, 10))\(line.text)"
            return line.amount.map { Self.left(told, 79) + Self.right(Self.grouped($0), 18) } ?? told
        }
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines.map { "  \($0)" }
    }
}
