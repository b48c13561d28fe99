public import Bus
public import JSON

/// A declaration was registered and got its lane (VAD1AC to 3AC, VAE1LD to 3LD).
public struct DeclarationRegistered: EventPayload {
    public static let type = EventType(system: "vnaccs", entity: "declaration", event: "registered")

    /// With the version in its 12th digit; a higher version replaces a lower one.
    public var declaration: DeclarationNumber
    public var flow: Flow
    public var lane: Lane
    /// Declaration kind code.
    public var kind: String
    /// Short name of the office (at most 10 ASCII characters), as VNACCS prints it.
    public var officeName: String
    /// Registration, or correction when it was amended.
    public var registered: Timestamp
    public var taxpayer: String
    /// Total tax as the system calculated it; absent when the form has none.
    public var totalTax: Amount?
    /// Part of the tax that is secured.
    public var security: Amount?

    public init(
        declaration: DeclarationNumber, flow: Flow, lane: Lane, kind: String, officeName: String,
        registered: Timestamp, taxpayer: String, totalTax: Amount? = nil, security: Amount? = nil
    ) {
        self.declaration = declaration
        self.flow = flow
        self.lane = lane
        self.kind = kind
        self.officeName = officeName
        self.registered = registered
        self.taxpayer = taxpayer
        self.totalTax = totalTax
        self.security = security
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.declaration("declaration")
        flow = try reader.choice("flow")
        lane = try reader.choice("lane")
        kind = try reader.string("kind")
        officeName = try reader.string("officeName")
        registered = try reader.time("registered")
        taxpayer = try reader.string("taxpayer")
        totalTax = try reader.optionalAmount("totalTax")
        security = try reader.optionalAmount("security")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("flow", flow.rawValue)
            writer.put("lane", lane.rawValue)
            writer.put("kind", kind)
            writer.put("officeName", officeName)
            writer.put("registered", registered)
            writer.put("taxpayer", taxpayer)
            writer.put("totalTax", totalTax)
            writer.put("security", security)
        }
    }
}
