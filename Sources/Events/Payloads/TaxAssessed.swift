public import Bus
public import JSON

/// A tax statement was issued (VAF801), or what customs has fixed instead of it (VAF802).
public struct TaxAssessed: EventPayload {
    public static let type = EventType(system: "vnaccs", entity: "tax", event: "assessed")

    public var declaration: DeclarationNumber
    /// Number of the payment statement.
    public var statement: String
    /// Name of the customs branch.
    public var branchName: String?
    public var taxpayer: String
    public var lines: [TaxLine]
    /// Total of tax that should be paid.
    public var total: Amount
    public var currency: String
    /// Treasury account the tax is to be paid to.
    public var account: String?
    public var treasuryName: String?
    /// Date of the statement.
    public var issued: Timestamp

    public init(
        declaration: DeclarationNumber, statement: String, branchName: String? = nil, taxpayer: String,
        lines: [TaxLine], total: Amount, currency: String, account: String? = nil,
        treasuryName: String? = nil, issued: Timestamp
    ) {
        self.declaration = declaration
        self.statement = statement
        self.branchName = branchName
        self.taxpayer = taxpayer
        self.lines = lines
        self.total = total
        self.currency = currency
        self.account = account
        self.treasuryName = treasuryName
        self.issued = issued
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.declaration("declaration")
        statement = try reader.string("statement")
        branchName = try reader.optionalString("branchName")
        taxpayer = try reader.string("taxpayer")
        lines = try reader.list("lines") { item throws(PayloadError) in try TaxLine(&item) }
        total = try reader.amount("total")
        currency = try reader.string("currency")
        account = try reader.optionalString("account")
        treasuryName = try reader.optionalString("treasuryName")
        issued = try reader.time("issued")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("statement", statement)
            writer.put("branchName", branchName)
            writer.put("taxpayer", taxpayer)
            writer.put("lines", list: lines.map(\.json))
            writer.put("total", total)
            writer.put("currency", currency)
            writer.put("account", account)
            writer.put("treasuryName", treasuryName)
            writer.put("issued", issued)
        }
    }
}
