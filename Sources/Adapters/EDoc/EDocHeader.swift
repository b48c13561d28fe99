import Bus
import Events

/// The MessageHeader of a document, with what QCVN 102 demands beyond single values.
struct EDocHeader {
    private let node: XMLNode
    private let record: XMLRecord

    init(_ node: XMLNode, _ record: XMLRecord) {
        self.node = node
        self.record = record
    }

    /// OrganId of From.
    func sender() throws(AdapterError) -> String { try organ(record.record("From"), "From/OrganId") }

    /// OrganIds of To, each once.
    func receivers() throws(AdapterError) -> [String] {
        var organs: [String] = []
        var seen: Set<String> = []
        for receiver in record.records("To") {
            let organ = try organ(receiver, "To/OrganId")
            guard seen.insert(organ).inserted else {
                throw error(.badItem, "To/OrganId", "names the same organ twice")
            }
            organs.append(organ)
        }
        return organs
    }

    func document() throws(AdapterError) -> String {
        guard let document = record.text("DocumentId") else { throw error(.missingItem, "DocumentId", "is missing") }
        return document
    }

    /// CodeNumber/CodeNotation, or the one of them that is there.
    var code: String? {
        let code = record.record("Code")
        let parts = [code?.text("CodeNumber"), code?.text("CodeNotation")].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }

    /// PromulgationDate; a document cannot have been issued after it came.
    func promulgated(before received: Timestamp) throws(AdapterError) -> Timestamp? {
        guard let date = record.record("PromulgationInfo")?.time("PromulgationDate") else { return nil }
        guard date <= received else { throw error(.badItem, "PromulgationInfo/PromulgationDate", "is in the future") }
        return date
    }

    /// The declaration that Subject names, or else Content.
    func declaration() throws(AdapterError) -> DeclarationNumber? {
        for field in ["Subject", "Content"] {
            guard let text = record.text(field) else { continue }
            switch DeclarationMention(in: text) {
            case .none: continue
            case .named(let number): return number
            case .malformed(let digits):
                throw error(.badItem, field, "names a declaration with \(digits) digits; its number has 12")
            }
        }
        return nil
    }

    func purpose(_ declaration: DeclarationNumber?) -> DocumentPurpose {
        let subject = VietnameseText.folded(record.text("Subject") ?? "")
        let type = VietnameseText.folded(record.record("DocumentType")?.text("TypeName") ?? "")
        let isInspection = [subject, type].contains { text in
            VietnameseText.contains(text, "bien ban") && VietnameseText.contains(text, "kiem tra")
        }
        if isInspection { return .inspectionRecord }
        if VietnameseText.contains(subject, "huy to khai") { return .cancellation }
        return declaration == nil ? .letter : .dossier
    }

    private func organ(_ organ: XMLRecord?, _ field: String) throws(AdapterError) -> String {
        guard let id = organ?.text("OrganId") else { throw error(.missingItem, field, "is missing") }
        guard EDocReference.isOrgan(id) else {
            throw error(.badItem, field, "is not an OrganId: up to 4 groups of letters and digits, with dots between")
        }
        return id
    }

    private func error(_ code: AdapterError.Code, _ field: String, _ problem: String) -> AdapterError {
        var place = node
        for name in field.split(separator: "/") { place = place.child(String(name)) ?? place }
        return AdapterError(
            code, form: "edXML", field: field, offset: place.offset, line: place.line, problem: problem)
    }
}
