public import Bus
public import JSON

/// One row of the Treasury's list of vouchers (04/BK-CTNNS).
public struct VoucherListed: EventPayload {
    public static let type = EventType(system: "treasury", entity: "voucher", event: "listed")

    public var declaration: DeclarationNumber?
    /// MSG_ID and row.
    public var reference: String
    /// Sign and number of the voucher.
    public var voucher: String
    public var amount: Amount
    public var account: String?
    public var subItem: String?
    public var taxpayer: String?
    public var posted: Timestamp

    public init(
        declaration: DeclarationNumber? = nil, reference: String, voucher: String, amount: Amount,
        account: String? = nil, subItem: String? = nil, taxpayer: String? = nil, posted: Timestamp
    ) {
        self.declaration = declaration
        self.reference = reference
        self.voucher = voucher
        self.amount = amount
        self.account = account
        self.subItem = subItem
        self.taxpayer = taxpayer
        self.posted = posted
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.optionalDeclaration("declaration")
        reference = try reader.string("reference")
        voucher = try reader.string("voucher")
        amount = try reader.amount("amount")
        account = try reader.optionalString("account")
        subItem = try reader.optionalString("subItem")
        taxpayer = try reader.optionalString("taxpayer")
        posted = try reader.time("posted")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("reference", reference)
            writer.put("voucher", voucher)
            writer.put("amount", amount)
            writer.put("account", account)
            writer.put("subItem", subItem)
            writer.put("taxpayer", taxpayer)
            writer.put("posted", posted)
        }
    }
}
