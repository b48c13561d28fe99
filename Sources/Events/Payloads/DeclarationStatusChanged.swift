public import Bus
public import JSON

/// The pipeline found that a declaration has another status now.
public struct DeclarationStatusChanged: EventPayload {
    public static let type = EventType(system: "pipeline", entity: "declaration", event: "status-changed")

    /// The highest version seen.
    public var declaration: DeclarationNumber
    public var status: DeclarationStatus
    /// Absent for the first status.
    public var previous: String?
    public var lane: String?
    /// Office code as the systems said it.
    public var office: String?
    /// Office code that was in force at the time of the cause.
    public var officeInForce: String?
    public var assessed: Amount
    public var paid: Amount
    public var credited: Amount
    /// Id of the event that led to it.
    public var cause: String

    public init(
        declaration: DeclarationNumber, status: DeclarationStatus, previous: String? = nil,
        lane: String? = nil, office: String? = nil, officeInForce: String? = nil, assessed: Amount,
        paid: Amount, credited: Amount, cause: String
    ) {
        self.declaration = declaration
        self.status = status
        self.previous = previous
        self.lane = lane
        self.office = office
        self.officeInForce = officeInForce
        self.assessed = assessed
        self.paid = paid
        self.credited = credited
        self.cause = cause
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.declaration("declaration")
        status = try reader.choice("status")
        previous = try reader.optionalString("previous")
        lane = try reader.optionalString("lane")
        office = try reader.optionalString("office")
        officeInForce = try reader.optionalString("officeInForce")
        assessed = try reader.amount("assessed")
        paid = try reader.amount("paid")
        credited = try reader.amount("credited")
        cause = try reader.string("cause")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("status", status.rawValue)
            writer.put("previous", previous)
            writer.put("lane", lane)
            writer.put("office", office)
            writer.put("officeInForce", officeInForce)
            writer.put("assessed", assessed)
            writer.put("paid", paid)
            writer.put("credited", credited)
            writer.put("cause", cause)
        }
    }
}
