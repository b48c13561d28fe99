extension EDocDocument {
    /// The whole message in UTF-8. Values are written as they are; the codec is what checks them.
    public func encoded() -> [UInt8] {
        var writer = XMLWriter()
        EDocWriting.envelope(&writer) { writer in
            writer.element("edXML:edXMLHeader") { writer in
                writer.element("MessageHeader") { EDocTables.messageHeader.write(header, to: &$0) }
                writer.element("TraceHeaderList") { EDocTables.traces.write(traceList, to: &$0) }
            }
            writer.element("edXML:edXMLBody") { writer in
                writer.element("edXML:edXMLManifest", ["version": "1.0"]) { writer in
                    for attachment in attachments { EDocWriting.reference(attachment, to: &writer) }
                }
            }
        } behind: { writer in
            guard !attachments.isEmpty else { return }
            writer.element("AttachmentEncoded") { writer in
                for attachment in attachments { EDocWriting.attachment(attachment, to: &writer) }
            }
        }
        return writer.bytes
    }

    private var header: XMLRecord {
        func group(_ table: XMLTable, _ values: KeyValuePairs<StaticString, XMLValue?>) -> XMLValue? {
            let record = XMLRecord(table, values)
            return record == XMLRecord(table) ? nil : .records([record])
        }
        return XMLRecord(
            EDocTables.messageHeader,
            [
                "From": .records([from.record]), "To": .records(to.map(\.record)), "DocumentId": .text(ifAny: id),
                "Code": group(
                    EDocTables.code,
                    ["CodeNumber": .text(ifAny: codeNumber), "CodeNotation": .text(ifAny: codeNotation)]),
                "PromulgationInfo": group(
                    EDocTables.promulgation,
                    ["Place": .text(ifAny: place), "PromulgationDate": promulgated.map(XMLValue.time)]),
                "DocumentType": group(EDocTables.documentType, ["TypeName": .text(ifAny: typeName)]),
                "Subject": .text(ifAny: subject), "Content": .text(ifAny: content),
            ])
    }

    private var traceList: XMLRecord {
        XMLRecord(
            EDocTables.traces,
            [
                "TraceHeader": .records(traces.map(\.record)),
                "Bussiness": .records([
                    XMLRecord(EDocTables.business, ["BussinessDocType": .text(business.rawValue)])
                ]),
            ])
    }
}
