import Events
import JSON

extension DeclarationState {
    /// Reads a record that `encoded()` wrote.
    init(encoded bytes: [UInt8]) throws {
        let reader = StateReader(try JSON.parse(bytes))
        guard try reader.integer("format") == Self.format else { throw StateReader.Problem(member: "format") }
        self.init(key: try reader.string("key"))
        version = try reader.version()
        asOf = try reader.time("asOf")
        registration = try reader.object("registration").map(Self.registration)
        assessment = try reader.object("assessment").map(Self.assessment)
        for item in reader.list("payments") {
            let key = PaymentKey(acceptance: try item.string("acceptance"), part: try item.string("part"))
            payments[key] = try Self.payment(item)
        }
        for item in reader.list("guarantees") { guarantees[try item.string("acceptance")] = try Self.guarantee(item) }
        cancelledAcceptances = Set(reader.strings("cancelled"))
        for item in reader.list("vouchers") { vouchers[try item.string("voucher")] = try Self.voucher(item) }
        for item in reader.list("documents") { documents[try item.string("document")] = try Self.document(item) }
        inspection = try reader.object("inspection").map { item in
            InspectionFact(time: try item.time("time"), office: try item.string("office"))
        }
        clearance = try reader.object("clearance").map { item in
            ClearanceFact(version: try item.version(), time: try item.time("time"))
        }
        published = try reader.object("published").map(Self.summary)
    }

    private static func registration(_ item: StateReader) throws -> RegistrationFact {
        RegistrationFact(
            version: try item.version(), time: try item.time("time"), lane: try item.choice("lane"),
            flow: try item.choice("flow"), officeName: try item.string("officeName"),
            totalTax: item.optionalAmount("totalTax"))
    }

    private static func assessment(_ item: StateReader) throws -> AssessmentFact {
        AssessmentFact(
            version: try item.version(), issued: try item.time("issued"), statement: try item.string("statement"),
            total: item.optionalAmount("total"))
    }

    private static func payment(_ item: StateReader) throws -> PaymentFact {
        PaymentFact(
            time: try item.time("time"), office: try item.string("office"), slip: try item.string("slip"),
            voucher: try item.string("voucher"), total: try item.amount("total"), lines: try item.amounts("lines"))
    }

    private static func guarantee(_ item: StateReader) throws -> GuaranteeFact {
        GuaranteeFact(
            time: try item.time("time"), office: try item.string("office"), amount: try item.amount("amount"),
            validFrom: try item.time("validFrom"), validTo: try item.time("validTo"))
    }

    private static func voucher(_ item: StateReader) throws -> VoucherFact {
        var fact = VoucherFact(credited: try item.range("credited"), debited: try item.range("debited"))
        for listed in item.list("listed") {
            fact.listed[try listed.string("subItem")] = try listed.need(try listed.range("amount"), "amount")
        }
        return fact
    }

    private static func document(_ item: StateReader) throws -> DocumentFact {
        var fact = DocumentFact()
        if let time = item.optionalTime("received") {
            fact.reception = .init(time: time, purpose: try item.choice("purpose"))
        }
        if let time = item.optionalTime("reported") {
            fact.report = .init(time: time, status: try item.string("status"), organ: try item.string("organ"))
        }
        return fact
    }

    private static func summary(_ item: StateReader) throws -> DeclarationSummary {
        var conflicts: [DeclarationConflict: String] = [:]
        for entry in item.list("conflicts") { conflicts[try entry.choice("conflict")] = try entry.string("detail") }
        return DeclarationSummary(
            status: try item.choice("status"), lane: item.optionalString("lane").flatMap(Lane.init),
            office: item.optionalString("office"), officeInForce: item.optionalString("officeInForce"),
            assessed: item.optionalAmount("assessed"), paid: try item.amount("paid"),
            credited: try item.amount("credited"), conflicts: conflicts)
    }
}
