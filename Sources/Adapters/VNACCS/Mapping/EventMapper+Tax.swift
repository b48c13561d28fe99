import Bus
import Events

extension EventMapper {
    func taxAssessed(_ body: FormBody) throws(AdapterError) -> EventDraft {
        let declaration = try body.requiredDeclaration()
        let statement = try body.required("SPN")
        let lines = try taxLines(body)
        var total = try body.amount("TA4")
        if total == nil { total = lines.reduce(Amount.zero) { $0 + $1.amount } }
        let issued = try body.date("DOP") ?? messageTime
        return draft(
            TaxAssessed(
                declaration: declaration, statement: statement, branchName: body.text("CBN"),
                taxpayer: body.text("IEC") ?? "", lines: lines, total: total ?? .zero,
                currency: body.text("CCC") ?? "VND", account: body.text("TAN"), treasuryName: body.text("TNM"),
                issued: issued),
            id: outputID, declaration: declaration, time: time(onDayOf: issued), extra: statement)
    }

    /// Up to six; a line counts when it has a sub-item or an amount.
    private func taxLines(_ body: FormBody) throws(AdapterError) -> [TaxLine] {
        var lines: [TaxLine] = []
        for items in TaxLineItems.all {
            let amount = try body.amount(items.amount)
            let subItem = body.text(items.subItem)
            if amount == nil && subItem == nil { continue }
            lines.append(
                TaxLine(
                    tax: body.text(items.tax), subItem: try body.required(items.subItem), amount: amount ?? .zero))
        }
        return lines
    }

    /// The statement has a date only: the message's own time is the finer one when it lies on that day.
    func time(onDayOf issued: Timestamp) -> Timestamp {
        let day = issued.vietnam
        let time = messageTime.vietnam
        return (day.year, day.month, day.day) == (time.year, time.month, time.day) ? messageTime : issued
    }
}
