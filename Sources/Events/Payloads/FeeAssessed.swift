public import Bus
public import JSON

/// A fee statement was issued (VAF803 for the clearance fee, VAF804 with amounts). Fees do not hold up a clearance.
public struct FeeAssessed: EventPayload {
    public static let type = EventType(system: "vnaccs", entity: "tax", event: "fee-assessed")

    public var declaration: DeclarationNumber
    /// Number of the payment statement.
    public var statement: String
    public var taxpayer: String
    /// Empty when the statement prints no amounts (VAF803).
    public var lines: [FeeLine]
    /// Total of fees that should be paid, in VND; absent when the statement prints none (VAF803).
    public var total: Amount?
    /// Treasury account the fee is to be paid to.
    public var account: String?
    public var treasuryName: String?
    /// Date of the statement.
    public var issued: Timestamp

    public init(
        declaration: DeclarationNumber, statement: String, taxpayer: String, lines: [FeeLine], total: Amount? = nil,
        account: String? = nil, treasuryName: String? = nil, issued: Timestamp
    ) {
        self.declaration = declaration
        self.statement = statement
        self.taxpayer = taxpayer
        self.lines = lines
        self.total = total
        self.account = account
        self.treasuryName = treasuryName
        self.issued = issued
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.declaration()
        statement = try reader.string("statement")
        taxpayer = try reader.string("taxpayer")
        lines = try reader.list("lines") { item throws(PayloadError) in try FeeLine(&item) }
        total = try reader.optionalAmount("total")
        account = try reader.optionalString("account")
        treasuryName = try reader.optionalString("treasuryName")
        issued = try reader.time("issued")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("statement", statement)
            writer.put("taxpayer", taxpayer)
            writer.put("lines", list: lines.map(\.json))
            writer.put("total", total)
            writer.put("account", account)
            writer.put("treasuryName", treasuryName)
            writer.put("issued", issued)
        }
    }
}
