public import Bus
public import JSON

/// A receiving organ reported what became of a document.
public struct DocumentStatusChanged: EventPayload {
    public static let type = EventType(system: "edoc", entity: "document", event: "status-changed")

    /// DocumentId of the document it answers.
    public var document: String
    /// OrganId of who reports.
    public var organ: String
    /// 01 to 16, as QCVN 102 lists them.
    public var status: String
    public var reported: Timestamp

    public init(document: String, organ: String, status: String, reported: Timestamp) {
        self.document = document
        self.organ = organ
        self.status = status
        self.reported = reported
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        document = try reader.string("document")
        organ = try reader.string("organ")
        status = try reader.string("status")
        reported = try reader.time("reported")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("document", document)
            writer.put("organ", organ)
            writer.put("status", status)
            writer.put("reported", reported)
        }
    }
}
