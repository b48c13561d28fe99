import Bus
import Events
import JSON

extension DeclarationState {
    /// Format of the stored record.
    static let format: Int64 = 1

    /// The record, as JSON: the same state gives the same bytes.
    func encoded() -> [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.member("format", .integer(Self.format))
        writer.member("key", key)
        writer.member("version", .integer(Int64(version)))
        writer.member("asOf", time: asOf)
        if let registration { write(registration, to: &writer) }
        if let assessment { write(assessment, to: &writer) }
        writer.list("payments", payments.sorted { $0.key < $1.key }) { Self.write($0.key, $0.value, to: &$1) }
        writer.list("guarantees", guarantees.sorted { $0.key < $1.key }) { Self.write($0.key, $0.value, to: &$1) }
        writer.list("cancelled", cancelledAcceptances.sorted()) { $1.string($0) }
        writer.list("vouchers", vouchers.sorted { $0.key < $1.key }) { Self.write($0.key, $0.value, to: &$1) }
        writer.list("documents", documents.sorted { $0.key < $1.key }) { Self.write($0.key, $0.value, to: &$1) }
        if let inspection {
            writer.object("inspection") {
                $0.member("time", time: inspection.time)
                $0.member("office", inspection.office)
            }
        }
        if let clearance {
            writer.object("clearance") {
                $0.member("version", .integer(Int64(clearance.version)))
                $0.member("time", time: clearance.time)
            }
        }
        if let published { write(published, to: &writer) }
        writer.endObject()
        return writer.bytes
    }

    private func write(_ fact: RegistrationFact, to writer: inout JSONWriter) {
        writer.object("registration") {
            $0.member("version", .integer(Int64(fact.version)))
            $0.member("time", time: fact.time)
            $0.member("lane", fact.lane.rawValue)
            $0.member("flow", fact.flow.rawValue)
            $0.member("officeName", fact.officeName)
            $0.member("totalTax", optional: fact.totalTax?.description)
        }
    }

    private func write(_ fact: AssessmentFact, to writer: inout JSONWriter) {
        writer.object("assessment") {
            $0.member("version", .integer(Int64(fact.version)))
            $0.member("issued", time: fact.issued)
            $0.member("statement", fact.statement)
            $0.member("total", optional: fact.total?.description)
        }
    }

    private static func write(_ key: PaymentKey, _ fact: PaymentFact, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("acceptance", key.acceptance)
        writer.member("part", key.part)
        writer.member("time", time: fact.time)
        writer.member("office", fact.office)
        writer.member("slip", fact.slip)
        writer.member("voucher", fact.voucher)
        writer.member("total", fact.total.description)
        writer.amounts("lines", fact.lines)
        writer.endObject()
    }

    private static func write(_ acceptance: String, _ fact: GuaranteeFact, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("acceptance", acceptance)
        writer.member("time", time: fact.time)
        writer.member("office", fact.office)
        writer.member("amount", fact.amount.description)
        writer.member("validFrom", time: fact.validFrom)
        writer.member("validTo", time: fact.validTo)
        writer.endObject()
    }

    private static func write(_ voucher: String, _ fact: VoucherFact, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("voucher", voucher)
        writer.member("credited", range: fact.credited)
        writer.member("debited", range: fact.debited)
        writer.list("listed", fact.listed.sorted { $0.key < $1.key }) { listed, writer in
            writer.beginObject()
            writer.member("subItem", listed.key)
            writer.member("amount", range: listed.value)
            writer.endObject()
        }
        writer.endObject()
    }

    private static func write(_ id: String, _ fact: DocumentFact, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("document", id)
        if let reception = fact.reception {
            writer.member("received", time: reception.time)
            writer.member("purpose", reception.purpose.rawValue)
        }
        if let report = fact.report {
            writer.member("reported", time: report.time)
            writer.member("status", report.status)
            writer.member("organ", report.organ)
        }
        writer.endObject()
    }

    private func write(_ summary: DeclarationSummary, to writer: inout JSONWriter) {
        writer.object("published") {
            $0.member("status", summary.status.rawValue)
            $0.member("lane", optional: summary.lane?.rawValue)
            $0.member("office", optional: summary.office)
            $0.member("officeInForce", optional: summary.officeInForce)
            $0.member("assessed", optional: summary.assessed?.description)
            $0.member("paid", summary.paid.description)
            $0.member("credited", summary.credited.description)
            let conflicts = summary.conflicts.sorted { $0.key.rawValue < $1.key.rawValue }
            $0.list("conflicts", conflicts) { conflict, writer in
                writer.beginObject()
                writer.member("conflict", conflict.key.rawValue)
                writer.member("detail", conflict.value)
                writer.endObject()
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, time: Timestamp) {
        member(name, .integer(time.milliseconds))
    }

    fileprivate mutating func member(_ name: String, optional text: String?) {
        if let text { member(name, text) }
    }

    /// One amount, or two when they contradict.
    fileprivate mutating func member(_ name: String, range: AmountRange?) {
        guard let range else { return }
        var amounts = [JSONValue.string(range.lowest.description)]
        if range.isContradictory { amounts.append(.string(range.highest.description)) }
        member(name, .array(amounts))
    }

    fileprivate mutating func amounts(_ name: String, _ amounts: [String: Amount]) {
        object(name) { writer in
            for (subItem, amount) in amounts.sorted(by: { $0.key < $1.key }) {
                writer.member(subItem, amount.description)
            }
        }
    }

    fileprivate mutating func object(_ name: String, _ write: (inout JSONWriter) -> Void) {
        key(name)
        beginObject()
        write(&self)
        endObject()
    }

    /// Nothing at all for an empty list.
    fileprivate mutating func list<Element>(
        _ name: String, _ elements: [Element], _ write: (Element, inout JSONWriter) -> Void
    ) {
        guard !elements.isEmpty else { return }
        key(name)
        beginArray()
        for element in elements { write(element, &self) }
        endArray()
    }
}
