/// The parts of an edXML message, wherever its variant puts them.
///
/// | Variant | Header in | Body in | Attachments in |
/// |---|---|---|---|
/// | A, of the present SDK | `edXML/edXMLEnvelope/edXMLHeader` | `edXMLEnvelope/edXMLBody` | `edXML/AttachmentEncoded` |
/// | B, older servers | `Envelope/Header` (SOAP 1.1) | `Envelope/Body` | MIME parts, not in the XML |
/// | C, flat | `EdXMLEnvelope` | the same | the same |
///
/// Prefixes and namespaces are not looked at: the variants disagree on them.
struct EDocEnvelope {
    enum Content {
        case document(XMLNode)
        case status(XMLNode)
    }

    let content: Content
    let traces: XMLNode?
    /// Attachment elements.
    let attachments: [XMLNode]

    /// In lower case; messages have them in any.
    private static let roots: [StaticString] = ["edxml", "envelope", "edxmlenvelope"]
    private static let wrappers: [StaticString] = ["edxmlenvelope", "edxmlheader", "header"]

    init(_ bytes: [UInt8]) throws(AdapterError) {
        let root = try XMLDocumentReader.parse(bytes)
        guard Self.roots.contains(where: root.isNamedInAnyCase) else {
            throw AdapterError(
                .unknownForm, offset: root.offset, line: root.line,
                problem: "the root element is neither edXML nor an envelope of it: not a message of E-doc")
        }
        // From the root inwards; what is not in the innermost level may be in one around it.
        var levels = [root]
        while let inner = try Self.wrapper(of: levels[0]) { levels.insert(inner, at: 0) }
        guard let content = try Self.content(of: levels[0]) else {
            throw AdapterError(
                .unknownForm, form: "edXML", offset: levels[0].offset, line: levels[0].line,
                problem: "has neither a MessageHeader nor a Status")
        }
        self.content = content
        traces = try Self.first("TraceHeaderList", in: levels)
        attachments = try Self.first("AttachmentEncoded", in: levels)?.children.filter { $0.isNamed("Attachment") } ?? []
    }

    private static func content(of header: XMLNode) throws(AdapterError) -> Content? {
        let message = try only("MessageHeader", of: header)
        let status = try only("Status", of: header)
        if let message {
            guard status == nil else {
                throw AdapterError(
                    .badItem, form: "edXML", field: "Status", offset: header.offset, line: header.line,
                    problem: "stands beside a MessageHeader; a message is one or the other")
            }
            return .document(message)
        }
        if let status { return .status(status) }
        // Variant C has the fields themselves here.
        if header.child("StatusCode") != nil { return .status(header) }
        return header.child("From") == nil ? nil : .document(header)
    }

    private static func wrapper(of node: XMLNode) throws(AdapterError) -> XMLNode? {
        var found: XMLNode?
        for child in node.children where wrappers.contains(where: child.isNamedInAnyCase) {
            guard found == nil else { throw twice(child) }
            found = child
        }
        return found
    }

    private static func first(_ name: StaticString, in levels: [XMLNode]) throws(AdapterError) -> XMLNode? {
        for level in levels {
            if let node = try only(name, of: level) { return node }
        }
        return nil
    }

    /// The only child of that name: with two, what is signed and what is read could be different ones.
    private static func only(_ name: StaticString, of node: XMLNode) throws(AdapterError) -> XMLNode? {
        let (found, another) = node.children(named: name)
        if let another { throw twice(another) }
        return found
    }

    private static func twice(_ node: XMLNode) -> AdapterError {
        AdapterError(
            .badItem, form: "edXML", offset: node.offset, line: node.line,
            problem: "a part of the envelope appears twice")
    }
}
