/// What documents and statuses have in common when written as variant A.
enum EDocWriting {
    private static let namespace = "http://www.mic.gov.vn/TBT/QCVN_102_2016"

    /// - Parameters:
    ///   - content: what stands within `edXMLEnvelope`.
    ///   - behind: what follows it.
    static func envelope(
        _ writer: inout XMLWriter, content: (inout XMLWriter) -> Void, behind: (inout XMLWriter) -> Void = { _ in }
    ) {
        // The namespace with the prefix and without: readers differ in which of the names they expect with it.
        writer.element("edXML", ["xmlns": namespace, "xmlns:edXML": namespace]) { writer in
            writer.element("edXML:edXMLEnvelope", content: content)
            behind(&writer)
        }
    }

    static func reference(_ attachment: EDocAttachment, to writer: inout XMLWriter) {
        writer.element("Reference") { writer in
            writer.element("ContentId", attachment.id)
            writer.element("ContentType", attachment.contentType)
            writer.element("AttachmentName", attachment.name)
            writer.element("Description")
        }
    }

    static func attachment(_ attachment: EDocAttachment, to writer: inout XMLWriter) {
        writer.element("Attachment") { writer in
            writer.element("ContentId", attachment.id)
            writer.element("AttachmentName", attachment.name)
            writer.element("ContentType", attachment.contentType)
            writer.element("edXML:ContentTransferEncoded", Base64.encode(attachment.bytes))
        }
    }
}
