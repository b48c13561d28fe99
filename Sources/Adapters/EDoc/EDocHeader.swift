import Bus
import Events

/// The MessageHeader of a document, with what QCVN 102 demands beyond single values.
struct EDocHeader {
    private let node: XMLNode
    private let record: XMLContents
    /// Subject, folded by `VietnameseText`; empty when it is absent.
    private let subject: [UInt8]

    init(_ node: XMLNode, _ record: XMLContents) {
        self.node = node
        self.record = record
        subject = VietnameseText.folded(record.text("Subject") ?? "")
    }

    /// OrganId of From.
    func sender() throws(AdapterError) -> String { try organ(record.record("From"), "From/OrganId") }

    /// OrganIds of To, each once.
    func receivers() throws(AdapterError) -> [String] {
        let receivers = record.records("To")
        guard receivers.count != 1 else { return [try organ(receivers[0], "To/OrganId")] }
        var organs: [String] = []
        var seen: Set<String> = []
        for receiver in receivers {
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
        guard let number = code?.text("CodeNumber") else { return code?.text("CodeNotation") }
        guard let notation = code?.text("CodeNotation") else { return number }
        return number + "/" + notation
    }

    /// PromulgationDate; a document cannot have been issued after it came.
    func promulgated(before received: Timestamp) throws(AdapterError) -> Timestamp? {
        guard let date = record.record("PromulgationInfo")?.time("PromulgationDate") else { return nil }
        guard date <= received else { throw error(.badItem, "PromulgationInfo/PromulgationDate", "is in the future") }
        return date
    }

    /// The declaration that Subject names, or else Content.
    func declaration() throws(AdapterError) -> DeclarationNumber? {
        if let number = try declaration(in: subject, "Subject") { return number }
        guard let content = record.text("Content") else { return nil }
        return try declaration(in: VietnameseText.folded(content), "Content")
    }

    private func declaration(in text: [UInt8], _ field: String) throws(AdapterError) -> DeclarationNumber? {
        switch DeclarationMention(folded: text) {
        case .none: return nil
        case .named(let number): return number
        case .malformed(let digits):
            throw error(.badItem, field, "names a declaration with \(digits) digits; its number has 12")
        }
    }

    func purpose(_ declaration: DeclarationNumber?) -> DocumentPurpose {
        let type = VietnameseText.folded(record.record("DocumentType")?.text("TypeName") ?? "")
        let isInspection = [subject, type].contains { text in
            VietnameseText.contains(text, "bien ban") && VietnameseText.contains(text, "kiem tra")
        }
        if isInspection { return .inspectionRecord }
        if VietnameseText.contains(subject, "huy to khai") { return .cancellation }
        return declaration == nil ? .letter : .dossier
    }

    private func organ(_ organ: XMLContents?, _ field: String) throws(AdapterError) -> String {
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
