public import Bus
public import JSON

/// A bank paid customs fees (gateway message 302; one event for each GNT_CT).
public struct FeePaid: EventPayload {
    public static let type = EventType(system: "epayment", entity: "payment", event: "fee-made")

    /// Absent when one representative number stands for many declarations.
    public var declaration: DeclarationNumber?
    /// The number of GNT_CT as it is written: of the declaration, or of the representative.
    public var number: String
    /// Number the gateway answers with (So_TN_CT); 502 cancels by it.
    public var acceptance: String
    /// Which GNT_CT of the slip this is, from 1.
    public var part: String
    /// Transaction_ID of the message.
    public var transaction: String
    /// Ma_NH_PH, or the sender's code when that is blank.
    public var bank: String
    public var taxpayer: String
    /// Ma_HQ.
    public var office: String
    /// Ma_KB.
    public var treasury: String
    /// TKKB.
    public var account: String
    public var voucherSeries: String
    public var voucherNumber: String
    public var voucherDate: Timestamp?
    /// Sum of the lines, in VND.
    public var total: Amount
    public var lines: [TaxLine]

    public init(
        declaration: DeclarationNumber? = nil, number: String, acceptance: String, part: String, transaction: String,
        bank: String, taxpayer: String, office: String, treasury: String, account: String, voucherSeries: String,
        voucherNumber: String, voucherDate: Timestamp? = nil, total: Amount, lines: [TaxLine]
    ) {
        self.declaration = declaration
        self.number = number
        self.acceptance = acceptance
        self.part = part
        self.transaction = transaction
        self.bank = bank
        self.taxpayer = taxpayer
        self.office = office
        self.treasury = treasury
        self.account = account
        self.voucherSeries = voucherSeries
        self.voucherNumber = voucherNumber
        self.voucherDate = voucherDate
        self.total = total
        self.lines = lines
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        declaration = try reader.optionalDeclaration()
        number = try reader.string("number")
        acceptance = try reader.string("acceptance")
        part = try reader.string("part")
        transaction = try reader.string("transaction")
        bank = try reader.string("bank")
        taxpayer = try reader.string("taxpayer")
        office = try reader.string("office")
        treasury = try reader.string("treasury")
        account = try reader.string("account")
        voucherSeries = try reader.string("voucherSeries")
        voucherNumber = try reader.string("voucherNumber")
        voucherDate = try reader.optionalTime("voucherDate")
        total = try reader.amount("total")
        lines = try reader.list("lines") { item throws(PayloadError) in try TaxLine(&item) }
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("declaration", declaration)
            writer.put("number", number)
            writer.put("acceptance", acceptance)
            writer.put("part", part)
            writer.put("transaction", transaction)
            writer.put("bank", bank)
            writer.put("taxpayer", taxpayer)
            writer.put("office", office)
            writer.put("treasury", treasury)
            writer.put("account", account)
            writer.put("voucherSeries", voucherSeries)
            writer.put("voucherNumber", voucherNumber)
            writer.put("voucherDate", voucherDate)
            writer.put("total", total)
            writer.put("lines", list: lines.map(\.json))
        }
    }
}
