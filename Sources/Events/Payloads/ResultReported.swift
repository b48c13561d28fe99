public import Bus
public import JSON

/// The processing result of an input message (data types R and M).
public struct ResultReported: EventPayload {
    public static let type = EventType(system: "vnaccs", entity: "result", event: "reported")

    public enum Outcome: String, Sendable, Hashable { case accepted, rejected }

    public var declaration: DeclarationNumber?
    /// Procedure code of the input, e.g. `IDC`.
    public var procedure: String
    /// Echoed data information of the input, trimmed.
    public var reference: String
    public var outcome: Outcome
    /// Empty when the input was accepted.
    public var codes: [ResultCode]

    public init(
        declaration: DeclarationNumber? = nil, procedure: String, reference: String, outcome: Outcome,
        codes: [ResultCode]
    ) {
        self.declaration = declaration
        self.procedure = procedure
        self.reference = reference
        self.outcome = outcome
        self.codes = codes
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.optionalDeclaration("declaration")
        procedure = try reader.string("procedure")
        reference = try reader.string("reference")
        outcome = try reader.choice("outcome")
        codes = try reader.list("codes") { item throws(PayloadError) in try ResultCode(&item) }
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("procedure", procedure)
            writer.put("reference", reference)
            writer.put("outcome", outcome.rawValue)
            writer.put("codes", list: codes.map(\.json))
        }
    }
}
