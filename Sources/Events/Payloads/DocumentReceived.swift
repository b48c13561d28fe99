public import Bus
public import JSON

/// An official document arrived over E-doc.
public struct DocumentReceived: EventPayload {
    public static let type = EventType(system: "edoc", entity: "document", event: "received")

    /// The declaration the document names; absent when it names none.
    public var declaration: DeclarationNumber?
    /// DocumentId.
    public var document: String
    /// OrganId of the sender.
    public var organ: String
    /// CodeNumber/CodeNotation.
    public var code: String?
    public var purpose: DocumentPurpose
    public var promulgated: Timestamp?

    public init(
        declaration: DeclarationNumber? = nil, document: String, organ: String, code: String? = nil,
        purpose: DocumentPurpose, promulgated: Timestamp? = nil
    ) {
        self.declaration = declaration
        self.document = document
        self.organ = organ
        self.code = code
        self.purpose = purpose
        self.promulgated = promulgated
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.optionalDeclaration("declaration")
        document = try reader.string("document")
        organ = try reader.string("organ")
        code = try reader.optionalString("code")
        purpose = try reader.choice("purpose")
        promulgated = try reader.optionalTime("promulgated")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("document", document)
            writer.put("organ", organ)
            writer.put("code", code)
            writer.put("purpose", purpose.rawValue)
            writer.put("promulgated", promulgated)
        }
    }
}
