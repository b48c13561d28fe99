import Bus
import Events

extension EventMapper {
    func feeAssessed(_ body: FormBody) throws(AdapterError) -> EventDraft {
        let declaration = try body.requiredDeclaration()
        let statement = try body.required("SPN")
        let lines = try feeLines(body)
        var total = try body.amount("DTM")
        if total == nil, !lines.isEmpty { total = lines.reduce(Amount.zero) { $0 + $1.amount } }
        let issued = try body.date("DOP") ?? messageTime
        return draft(
            FeeAssessed(
                declaration: declaration, statement: statement, taxpayer: body.text("IEC") ?? "", lines: lines,
                total: total, account: body.text("TAN"), treasuryName: body.text("TNM"), issued: issued),
            id: outputID, declaration: declaration, time: time(onDayOf: issued), extra: statement)
    }

    /// Up to four; a line counts when it has an amount. VAF803 has none.
    private func feeLines(_ body: FormBody) throws(AdapterError) -> [FeeLine] {
        var lines: [FeeLine] = []
        for number in 1...4 {
            guard let amount = try body.amount("IM\(number)") else { continue }
            lines.append(FeeLine(name: body.text("CC\(number)"), amount: amount))
        }
        return lines
    }
}
