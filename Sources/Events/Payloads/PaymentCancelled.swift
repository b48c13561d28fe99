public import Bus
public import JSON

/// A bank cancelled a payment (gateway messages 501, 502, 503 for 301, 302, 303).
public struct PaymentCancelled: EventPayload {
    public static let type = EventType(system: "epayment", entity: "payment", event: "cancelled")

    /// So_TN_CT_YCH: the acceptance number of the payment that is cancelled.
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
