import Events

extension DeclarationState {
    /// Format of the stored record.
    static let format = 1

    /// The record, as JSON: the same state gives the same bytes.
    func encoded() -> [UInt8] {
        StateWriter.write(reserving: 1024) { writer in
            writer.beginObject()
            writer.member("format", Int64(Self.format))
            writer.member("key", key)
            writer.member("version", Int64(version))
            writer.member("asOf", asOf)
            if let registration { Self.write(registration, to: &writer) }
            if let assessment { writer.object("assessment") { Self.write(assessment, to: &$0) } }
            if let feeAssessment { writer.object("feeAssessment") { Self.write(feeAssessment, to: &$0) } }
            writer.list("payments", payments.entries) { Self.write($0.key, $0.value, to: &$1) }
            writer.list("feePayments", feePayments.entries) { Self.write($0.key, $0.value, to: &$1) }
            writer.list("guarantees", guarantees.entries) { Self.write($0.key, $0.value, to: &$1) }
            if !cancelledAcceptances.isEmpty { writer.list("cancelled", cancelledAcceptances.sorted()) { $1.string($0) } }
            writer.list("vouchers", vouchers.entries) { Self.write($0.key, $0.value, to: &$1) }
            writer.list("documents", documents.entries) { Self.write($0.key, $0.value, to: &$1) }
            if let inspection {
                writer.object("inspection") {
                    $0.member("time", inspection.time)
                    $0.member("office", inspection.office)
                }
            }
            if let clearance {
                writer.object("clearance") {
                    $0.member("version", Int64(clearance.version))
                    $0.member("time", clearance.time)
                }
            }
            if let published { Self.write(published, to: &writer) }
            writer.endObject()
        }
    }

    private static func write(_ fact: RegistrationFact, to writer: inout StateWriter) {
        writer.object("registration") {
            $0.member("version", Int64(fact.version))
            $0.member("time", fact.time)
            $0.member("lane", fact.lane.rawValue)
            $0.member("flow", fact.flow.rawValue)
            $0.member("officeName", fact.officeName)
            $0.member("totalTax", optional: fact.totalTax)
            $0.member("security", optional: fact.security)
        }
    }

    private static func write(_ fact: AssessmentFact, to writer: inout StateWriter) {
        writer.member("version", Int64(fact.version))
        writer.member("issued", fact.time)
        writer.member("statement", fact.statement)
        writer.member("total", optional: fact.total)
    }

    private static func write(_ key: PaymentKey, _ fact: PaymentFact, to writer: inout StateWriter) {
        writer.beginObject()
        writer.member("acceptance", key.acceptance)
        writer.member("part", key.part)
        writer.member("time", fact.time)
        writer.member("office", fact.office)
        writer.member("slip", fact.slip)
        writer.member("voucher", fact.voucher)
        writer.member("total", fact.total)
        writer.object("lines") { writer in
            for line in fact.lines.entries { writer.member(named: line.key, line.value) }
        }
        writer.endObject()
    }

    private static func write(_ acceptance: String, _ fact: GuaranteeFact, to writer: inout StateWriter) {
        writer.beginObject()
        writer.member("acceptance", acceptance)
        writer.member("time", fact.time)
        writer.member("office", fact.office)
        writer.member("amount", fact.amount)
        writer.member("validFrom", fact.validFrom)
        writer.member("validTo", fact.validTo)
        writer.endObject()
    }

    private static func write(_ voucher: String, _ fact: VoucherFact, to writer: inout StateWriter) {
        writer.beginObject()
        writer.member("voucher", voucher)
        write(fact.credited, "credited", "creditedItems", "creditedAt", to: &writer)
        write(fact.debited, "debited", "debitedItems", "debitedAt", to: &writer)
        write(fact.listed, nil, "listed", "listedAt", to: &writer)
        writer.endObject()
    }

    /// - Parameter whole: member for the figure of the voucher as a whole; nil puts it among the others.
    private static func write(
        _ figures: TreasuryFigures, _ whole: StaticString?, _ items: StaticString, _ time: StaticString,
        to writer: inout StateWriter
    ) {
        var entries = figures.byItem.entries[...]
        if let whole, let first = entries.first, first.key == TreasuryFigures.whole {
            writer.member(whole, first.value)
            entries.removeFirst()
        }
        writer.list(items, entries) { item, writer in
            writer.beginObject()
            writer.member("subItem", item.key)
            writer.member("amount", item.value)
            writer.endObject()
        }
        writer.member(time, optional: figures.time)
    }

    private static func write(_ id: String, _ fact: DocumentFact, to writer: inout StateWriter) {
        writer.beginObject()
        writer.member("document", id)
        if let reception = fact.reception {
            writer.member("received", reception.time)
            writer.member("purpose", reception.purpose.rawValue)
        }
        if let report = fact.report {
            writer.member("reported", report.time)
            writer.member("status", report.status)
            writer.member("organ", report.organ)
        }
        writer.endObject()
    }

    private static func write(_ summary: DeclarationSummary, to writer: inout StateWriter) {
        writer.object("published") {
            $0.member("status", summary.status.rawValue)
            $0.member("lane", optional: summary.lane?.rawValue)
            $0.member("office", optional: summary.office)
            $0.member("officeInForce", optional: summary.officeInForce)
            $0.member("assessed", optional: summary.assessed)
            $0.member("paid", summary.paid)
            $0.member("credited", summary.credited)
            guard !summary.conflicts.isEmpty else { return }
            $0.list("conflicts", summary.conflicts.sorted { $0.key.rawValue < $1.key.rawValue }) { conflict, writer in
                writer.beginObject()
                writer.member("conflict", conflict.key.rawValue)
                writer.member("detail", conflict.value)
                writer.endObject()
            }
        }
    }
}
