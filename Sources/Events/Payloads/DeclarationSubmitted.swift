public import Bus
public import JSON

/// A declarant declared officially (IDC, EDC).
public struct DeclarationSubmitted: EventPayload {
    public static let type = EventType(system: "vnaccs", entity: "declaration", event: "submitted")

    public var declaration: DeclarationNumber
    public var flow: Flow
    /// The sender's correlation: header data information, trimmed.
    public var reference: String

    public init(declaration: DeclarationNumber, flow: Flow, reference: String) {
        self.declaration = declaration
        self.flow = flow
        self.reference = reference
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.declaration("declaration")
        flow = try reader.choice("flow")
        reference = try reader.string("reference")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("flow", flow.rawValue)
            writer.put("reference", reference)
        }
    }
}
