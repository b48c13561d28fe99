public import Bus
public import JSON

/// The gateway answered a message: accepted (200) or refused (299).
public struct GatewayAnswered: EventPayload {
    public static let type = EventType(system: "epayment", entity: "answer", event: "given")

    /// Request_ID: Transaction_ID of the message that is answered.
    public var request: String
    public var outcome: ResultReported.Outcome
    /// So_TN_CT, when accepted.
    public var acceptance: String?
    /// ErrorNumber, when refused.
    public var code: String?

    public init(
        request: String, outcome: ResultReported.Outcome, acceptance: String? = nil, code: String? = nil
    ) {
        self.request = request
        self.outcome = outcome
        self.acceptance = acceptance
        self.code = code
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        request = try reader.string("request")
        outcome = try reader.choice("outcome")
        acceptance = try reader.optionalString("acceptance")
        code = try reader.optionalString("code")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("request", request)
            writer.put("outcome", outcome.rawValue)
            writer.put("acceptance", acceptance)
            writer.put("code", code)
        }
    }
}
