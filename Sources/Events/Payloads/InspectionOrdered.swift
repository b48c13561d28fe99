public import Bus
public import JSON

/// A physical inspection was ordered (VAD487, VAE474).
public struct InspectionOrdered: EventPayload {
    public static let type = EventType(system: "vnaccs", entity: "inspection", event: "ordered")

    public var declaration: DeclarationNumber
    /// Customs office code.
    public var office: String
    /// Declaration kind code.
    public var kind: String?

    public init(declaration: DeclarationNumber, office: String, kind: String? = nil) {
        self.declaration = declaration
        self.office = office
        self.kind = kind
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.declaration("declaration")
        office = try reader.string("office")
        kind = try reader.optionalString("kind")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("office", office)
            writer.put("kind", kind)
        }
    }
}
