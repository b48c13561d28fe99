/// The parts of a gateway message: `Customs` with Header, Data and Error, or the same within `Document`, as the 24/7
/// messages have it.
struct EPaymentEnvelope {
    let header: XMLContents
    let form: EPaymentForm
    let data: XMLNode
    let error: XMLContents?

    init(_ bytes: [UInt8]) throws(AdapterError) {
        let root = try XMLDocumentReader.parse(bytes)
        guard root.name == "Customs" else {
            throw AdapterError(
                .unknownForm, offset: root.offset, line: root.line,
                problem: "the root element is not Customs: not a message of the payment gateway")
        }
        let container = try Self.part("Document", of: root) ?? root
        guard let headerNode = try Self.part("Header", of: container) else {
            throw AdapterError(
                .missingItem, field: "Header", offset: container.offset, line: container.line, problem: "is missing")
        }
        // The type first: what the other fields mean depends on it.
        let type = headerNode.child("Message_Type")?.text ?? ""
        let known = EPaymentForm(rawValue: type)
        guard known != nil || type.isEmpty else {
            throw AdapterError(
                .unknownForm, form: Self.printable(type), field: "Message_Type", offset: headerNode.offset,
                line: headerNode.line, problem: "no message type that is taken here; 200, 299, 301, 302, 401 to 403 and 501 to 506 are")
        }
        header = try EPaymentTables.header.read(headerNode, form: known?.rawValue)
        guard let form = known else {
            throw AdapterError(
                .missingItem, field: "Message_Type", offset: headerNode.offset, line: headerNode.line,
                problem: "is missing or empty")
        }
        self.form = form
        let errorNode = try Self.part("Error", of: container)
        if let errorNode {
            error = try EPaymentTables.error.read(errorNode, form: form.rawValue, within: "Error")
        } else {
            error = nil
        }
        // 299 has nothing to say in Data, and may leave it out.
        guard let data = try Self.part("Data", of: container) ?? (form == .refused ? errorNode : nil) else {
            throw AdapterError(
                .missingItem, form: form.rawValue, field: "Data", offset: container.offset, line: container.line,
                problem: "is missing")
        }
        self.data = data
    }

    /// Transaction_ID of what may be no message at all, for the answer; nil when there is none that could be one.
    static func transaction(of bytes: [UInt8]) -> String? {
        guard let root = try? XMLDocumentReader.parse(bytes) else { return nil }
        let text = (root.child("Document") ?? root).child("Header")?.child("Transaction_ID")?.text
        return text.flatMap { printable($0, maximum: 64) }
    }

    /// The text if it could be a code, so that errors and answers never carry anything else.
    private static func printable(_ text: String, maximum: Int = 8) -> String? {
        guard !text.isEmpty, text.utf8.count <= maximum, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        return text
    }

    /// The only child of that name: with two, what is signed and what is read could be different ones.
    private static func part(_ name: StaticString, of node: XMLNode) throws(AdapterError) -> XMLNode? {
        let (found, another) = node.children(named: name)
        if let another {
            throw AdapterError(
                .badItem, field: name.description, offset: another.offset, line: another.line,
                problem: "appears twice")
        }
        return found
    }
}
