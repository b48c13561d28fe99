public import Bus
public import JSON

/// A bank took a guarantee back (gateway messages 504, 505, 506 for 401, 402, 403).
public struct GuaranteeCancelled: EventPayload {
    public static let type = EventType(system: "epayment", entity: "guarantee", event: "cancelled")

    /// So_TN_CT_YCH: the acceptance number of the guarantee that is cancelled.
    public var acceptance: String
    /// Transaction_ID of the cancellation.
    public var transaction: String

    public init(acceptance: String, transaction: String) {
        self.acceptance = acceptance
        self.transaction = transaction
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        acceptance = try reader.string("acceptance")
        transaction = try reader.string("transaction")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("acceptance", acceptance)
            writer.put("transaction", transaction)
        }
    }
}
