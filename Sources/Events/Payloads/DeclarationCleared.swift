public import Bus
public import JSON

/// Customs cleared the declaration (VAD1AG, VAD2AG, VAE1LF, VAE2LF).
public struct DeclarationCleared: EventPayload {
    public static let type = EventType(system: "vnaccs", entity: "declaration", event: "cleared")

    public var declaration: DeclarationNumber
    public var flow: Flow
    /// As printed: lane 3 clears as lane 2.
    public var lane: Lane
    public var officeName: String
    public var cleared: Timestamp

    public init(declaration: DeclarationNumber, flow: Flow, lane: Lane, officeName: String, cleared: Timestamp) {
        self.declaration = declaration
        self.flow = flow
        self.lane = lane
        self.officeName = officeName
        self.cleared = cleared
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.declaration("declaration")
        flow = try reader.choice("flow")
        lane = try reader.choice("lane")
        officeName = try reader.string("officeName")
        cleared = try reader.time("cleared")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("flow", flow.rawValue)
            writer.put("lane", lane.rawValue)
            writer.put("officeName", officeName)
            writer.put("cleared", cleared)
        }
    }
}
