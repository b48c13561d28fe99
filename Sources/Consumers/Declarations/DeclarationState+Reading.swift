import Bus
import Events

extension DeclarationState {
    /// Reads a record that `encoded()` wrote, in this version or an earlier one of the same format.
    /// - Throws: `StateScanner.Problem`.
    init(encoded bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBytes { buffer in
            var scanner = StateScanner(buffer)
            let state = try Self.read(&scanner)
            try scanner.finish()
            return state
        }
    }

    private static func read(_ scanner: inout StateScanner) throws -> DeclarationState {
        try scanner.beginObject()
        guard try scanner.version("format") == format else { throw StateScanner.Problem(offset: 0, expected: "known format") }
        var state = DeclarationState(key: try scanner.string("key"))
        state.version = try scanner.version()
        state.asOf = try scanner.time("asOf")
        state.registration = try scanner.object("registration", registration)
        state.assessment = try scanner.object("assessment", assessment)
        state.feeAssessment = try scanner.object("feeAssessment", assessment)
        state.payments = try payments("payments", &scanner)
        state.feePayments = try payments("feePayments", &scanner)
        try scanner.objects("guarantees") { item in
            let acceptance = try item.string("acceptance")
            let fact = try guarantee(&item)
            state.guarantees.update(acceptance) { _ in fact }
        }
        try scanner.elements("cancelled") { state.cancelledAcceptances.insert(try $0.string()) }
        try scanner.objects("vouchers") { item in
            let voucher = try item.string("voucher")
            let fact = try Self.voucher(&item)
            state.vouchers.update(voucher) { _ in fact }
        }
        try scanner.objects("documents") { item in
            let id = try item.string("document")
            let fact = try document(&item)
            state.documents.update(id) { _ in fact }
        }
        state.inspection = try scanner.object("inspection") { item in
            InspectionFact(time: try item.time("time"), office: try item.string("office"))
        }
        state.clearance = try scanner.object("clearance") { item in
            ClearanceFact(version: try item.version(), time: try item.time("time"))
        }
        state.published = try scanner.object("published", summary)
        try scanner.endObject()
        return state
    }

    private static func registration(_ item: inout StateScanner) throws -> RegistrationFact {
        RegistrationFact(
            version: try item.version(), time: try item.time("time"), lane: try item.choice("lane"),
            flow: try item.choice("flow"), officeName: try item.string("officeName"),
            totalTax: try item.optionalAmount("totalTax"), security: try item.optionalAmount("security"))
    }

    private static func assessment(_ item: inout StateScanner) throws -> AssessmentFact {
        AssessmentFact(
            version: try item.version(), time: try item.time("issued"), statement: try item.string("statement"),
            total: try item.optionalAmount("total"))
    }

    private static func payments(_ name: StaticString, _ scanner: inout StateScanner) throws -> Payments {
        var payments = Payments()
        try scanner.objects(name) { item in
            let key = PaymentKey(acceptance: try item.string("acceptance"), part: try item.string("part"))
            var fact = PaymentFact(
                time: try item.time("time"), office: try item.string("office"), slip: try item.string("slip"),
                voucher: try item.string("voucher"), total: try item.amount("total"), lines: FactMap())
            try item.members("lines") { subItem, scanner in
                let amount = try scanner.amount()
                fact.lines.update(subItem) { _ in amount }
            }
            payments.update(key) { _ in fact }
        }
        return payments
    }

    private static func guarantee(_ item: inout StateScanner) throws -> GuaranteeFact {
        GuaranteeFact(
            time: try item.time("time"), office: try item.string("office"), amount: try item.amount("amount"),
            validFrom: try item.time("validFrom"), validTo: try item.time("validTo"))
    }

    private static func voucher(_ item: inout StateScanner) throws -> VoucherFact {
        VoucherFact(
            credited: try figures("credited", "creditedItems", "creditedAt", &item),
            debited: try figures("debited", "debitedItems", "debitedAt", &item),
            listed: try figures(nil, "listed", "listedAt", &item))
    }

    private static func figures(
        _ whole: StaticString?, _ items: StaticString, _ time: StaticString, _ scanner: inout StateScanner
    ) throws -> TreasuryFigures {
        var figures = TreasuryFigures()
        if let whole, let range = try range(whole, &scanner) { figures.byItem.update(TreasuryFigures.whole) { _ in range } }
        try scanner.objects(items) { item in
            let subItem = try item.string("subItem")
            guard let range = try range("amount", &item) else { return }
            figures.byItem.update(subItem) { _ in range }
        }
        figures.time = try scanner.optionalTime(time)
        return figures
    }

    /// One amount, or two when they contradict.
    private static func range(_ name: StaticString, _ scanner: inout StateScanner) throws -> AmountRange? {
        var range: AmountRange?
        try scanner.elements(name) { scanner in
            let amount = try scanner.amount()
            range = range?.joined(amount) ?? AmountRange(amount)
        }
        return range
    }

    private static func document(_ item: inout StateScanner) throws -> DocumentFact {
        var fact = DocumentFact()
        if let time = try item.optionalTime("received") {
            fact.reception = .init(time: time, purpose: try item.choice("purpose"))
        }
        if let time = try item.optionalTime("reported") {
            fact.report = .init(time: time, status: try item.string("status"), organ: try item.string("organ"))
        }
        return fact
    }

    private static func summary(_ item: inout StateScanner) throws -> DeclarationSummary {
        var summary = DeclarationSummary(
            status: try item.choice("status"), lane: try item.optionalString("lane").flatMap { Lane(rawValue: $0) },
            office: try item.optionalString("office"), officeInForce: try item.optionalString("officeInForce"),
            assessed: try item.optionalAmount("assessed"), paid: try item.amount("paid"),
            credited: try item.amount("credited"), conflicts: [:])
        try item.objects("conflicts") { entry in
            summary.conflicts[try entry.choice("conflict")] = try entry.string("detail")
        }
        return summary
    }
}
