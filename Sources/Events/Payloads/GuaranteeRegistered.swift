public import Bus
public import JSON

/// A bank guarantees the tax of one declaration (gateway message 401).
public struct GuaranteeRegistered: EventPayload {
    public static let type = EventType(system: "epayment", entity: "guarantee", event: "registered")

    public var declaration: DeclarationNumber
    /// Number the gateway answers with (So_TN_CT).
    public var acceptance: String
    public var transaction: String
    public var bank: String
    public var taxpayer: String
    /// Ma_HQ.
    public var office: String
    public var amount: Amount
    public var validFrom: Timestamp
    /// Last day on which it holds.
    public var validTo: Timestamp

    public init(
        declaration: DeclarationNumber, acceptance: String, transaction: String, bank: String,
        taxpayer: String, office: String, amount: Amount, validFrom: Timestamp, validTo: Timestamp
    ) {
        self.declaration = declaration
        self.acceptance = acceptance
        self.transaction = transaction
        self.bank = bank
        self.taxpayer = taxpayer
        self.office = office
        self.amount = amount
        self.validFrom = validFrom
        self.validTo = validTo
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.declaration("declaration")
        acceptance = try reader.string("acceptance")
        transaction = try reader.string("transaction")
        bank = try reader.string("bank")
        taxpayer = try reader.string("taxpayer")
        office = try reader.string("office")
        amount = try reader.amount("amount")
        validFrom = try reader.time("validFrom")
        validTo = try reader.time("validTo")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("acceptance", acceptance)
            writer.put("transaction", transaction)
            writer.put("bank", bank)
            writer.put("taxpayer", taxpayer)
            writer.put("office", office)
            writer.put("amount", amount)
            writer.put("validFrom", validFrom)
            writer.put("validTo", validTo)
        }
    }
}
