public import Bus
public import JSON

/// A declarant registered or changed a declaration's data before declaring (IDA, EDA).
public struct DeclarationPrepared: EventPayload {
    public static let type = EventType(system: "vnaccs", entity: "declaration", event: "prepared")

    /// Absent on a first registration: the centre issues the number in its answer.
    public var declaration: DeclarationNumber?
    public var flow: Flow
    /// The sender's correlation: header data information, trimmed.
    public var reference: String
    /// Declaration kind code, e.g. `A11`.
    public var kind: String
    /// Customs office code (4 characters).
    public var office: String?
    /// Tax code of the importer or exporter.
    public var taxpayer: String?

    public init(
        declaration: DeclarationNumber? = nil, flow: Flow, reference: String, kind: String,
        office: String? = nil, taxpayer: String? = nil
    ) {
        self.declaration = declaration
        self.flow = flow
        self.reference = reference
        self.kind = kind
        self.office = office
        self.taxpayer = taxpayer
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.optionalDeclaration("declaration")
        flow = try reader.choice("flow")
        reference = try reader.string("reference")
        kind = try reader.string("kind")
        office = try reader.optionalString("office")
        taxpayer = try reader.optionalString("taxpayer")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("flow", flow.rawValue)
            writer.put("reference", reference)
            writer.put("kind", kind)
            writer.put("office", office)
            writer.put("taxpayer", taxpayer)
        }
    }
}
