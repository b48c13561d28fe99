public import Bus
public import JSON

/// What the systems say of a declaration contradicts.
public struct DeclarationConflictFound: EventPayload {
    public static let type = EventType(system: "pipeline", entity: "declaration", event: "conflict-found")

    public var declaration: DeclarationNumber
    /// `cleared-unsettled`, `overpaid`, `credit-mismatch`, `payment-to-closed-office` or `cleared-after-cancellation`.
    public var conflict: String
    public var detail: String
    /// Id of the event that led to it.
    public var cause: String

    public init(declaration: DeclarationNumber, conflict: String, detail: String, cause: String) {
        self.declaration = declaration
        self.conflict = conflict
        self.detail = detail
        self.cause = cause
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.declaration("declaration")
        conflict = try reader.string("conflict")
        detail = try reader.string("detail")
        cause = try reader.string("cause")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("conflict", conflict)
            writer.put("detail", detail)
            writer.put("cause", cause)
        }
    }
}
