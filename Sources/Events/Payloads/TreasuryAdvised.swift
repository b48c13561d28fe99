public import Bus
public import JSON

/// The Treasury credited (910) or debited (900) an account for one declaration.
public struct TreasuryAdvised: EventPayload {
    public static let type = EventType(system: "treasury", entity: "settlement", event: "advised")

    public enum Direction: String, Sendable, Hashable { case credit, debit }

    public var declaration: DeclarationNumber?
    public var direction: Direction
    /// MSG_ID and row.
    public var reference: String
    /// What tells that two messages mean the same money: sign and number of the voucher, or the reference when there is none.
    public var voucher: String
    public var amount: Amount
    /// NDKT_ID: budget sub-item (`tiểu mục`) of the row; absent when the advice is for the voucher as a whole.
    public var subItem: String?
    public var account: String?
    /// KB_ID.
    public var treasury: String?
    public var posted: Timestamp

    public init(
        declaration: DeclarationNumber? = nil, direction: Direction, reference: String, voucher: String,
        amount: Amount, subItem: String? = nil, account: String? = nil, treasury: String? = nil, posted: Timestamp
    ) {
        self.declaration = declaration
        self.direction = direction
        self.reference = reference
        self.voucher = voucher
        self.amount = amount
        self.subItem = subItem
        self.account = account
        self.treasury = treasury
        self.posted = posted
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.optionalDeclaration("declaration")
        direction = try reader.choice("direction")
        reference = try reader.string("reference")
        voucher = try reader.string("voucher")
        amount = try reader.amount("amount")
        subItem = try reader.optionalString("subItem")
        account = try reader.optionalString("account")
        treasury = try reader.optionalString("treasury")
        posted = try reader.time("posted")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("direction", direction.rawValue)
            writer.put("reference", reference)
            writer.put("voucher", voucher)
            writer.put("amount", amount)
            writer.put("subItem", subItem)
            writer.put("account", account)
            writer.put("treasury", treasury)
            writer.put("posted", posted)
        }
    }
}
