/// Checks the attachments of a document without unpacking them.
enum EDocAttachments {
    static let maximumCount = 100

    /// - Parameter maximumBytes: of one attachment, decoded.
    static func check(_ attachments: [XMLNode], maximumBytes: Int) throws(AdapterError) {
        guard attachments.count <= maximumCount else {
            throw error(.limitExceeded, attachments[maximumCount], "Attachment", "more than \(maximumCount) attachments")
        }
        var names: Set<String> = []
        for node in attachments {
            let record = try EDocTables.attachment.read(node, form: "edXML", within: "Attachment")
            if let id = record.text("ContentId"), !names.insert(id).inserted {
                throw error(.badItem, node, "Attachment/ContentId", "appears twice")
            }
            guard let content = node.child("ContentTransferEncoded") else { continue }
            guard let count = content.document.withText(of: content.index, Base64.decodedCount(of:)) else {
                throw error(.badItem, content, "Attachment/ContentTransferEncoded", "is not base64")
            }
            guard count <= maximumBytes else {
                throw error(
                    .tooLarge, content, "Attachment/ContentTransferEncoded",
                    "has \(count) bytes; \(maximumBytes) are allowed")
            }
        }
    }

    private static func error(
        _ code: AdapterError.Code, _ node: XMLNode, _ field: String, _ problem: String
    ) -> AdapterError {
        AdapterError(code, form: "edXML", field: field, offset: node.offset, line: node.line, problem: problem)
    }
}
