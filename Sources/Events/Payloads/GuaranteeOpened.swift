public import Bus
public import JSON

/// A bank guarantees tax without naming a declaration: a general guarantee (`bảo lãnh chung`, gateway message 402), or one
/// for a shipment by invoice and bill of lading (403). VNACCS draws on it when a declaration is registered, and prints
/// there what it secures.
public struct GuaranteeOpened: EventPayload {
    public static let type = EventType(system: "epayment", entity: "guarantee", event: "opened")

    public enum Scope: String, Sendable, Hashable, CaseIterable {
        /// For whatever the taxpayer declares, up to the amount.
        case general
        /// For one shipment.
        case shipment
    }

    public var scope: Scope
    /// Number the gateway answers with (So_TN_CT); 505 and 506 cancel by it.
    public var acceptance: String
    public var transaction: String
    public var bank: String
    public var taxpayer: String
    /// Ma_HQ_KB; only of a shipment.
    public var office: String?
    public var voucherSeries: String
    public var voucherNumber: String
    public var amount: Amount
    public var validFrom: Timestamp
    /// Last day on which it holds.
    public var validTo: Timestamp
    /// So_HD; only of a shipment.
    public var invoice: String?
    /// So_VD_01 to 05, those that are there; only of a shipment.
    public var billsOfLading: [String]

    public init(
        scope: Scope, acceptance: String, transaction: String, bank: String, taxpayer: String, office: String? = nil,
        voucherSeries: String, voucherNumber: String, amount: Amount, validFrom: Timestamp, validTo: Timestamp,
        invoice: String? = nil, billsOfLading: [String] = []
    ) {
        self.scope = scope
        self.acceptance = acceptance
        self.transaction = transaction
        self.bank = bank
        self.taxpayer = taxpayer
        self.office = office
        self.voucherSeries = voucherSeries
        self.voucherNumber = voucherNumber
        self.amount = amount
        self.validFrom = validFrom
        self.validTo = validTo
        self.invoice = invoice
        self.billsOfLading = billsOfLading
    }

    public init(json: JSONValue) throws(PayloadError) {
        var reader = try PayloadReader(json, of: Self.type)
        scope = try reader.choice("scope")
        acceptance = try reader.string("acceptance")
        transaction = try reader.string("transaction")
        bank = try reader.string("bank")
        taxpayer = try reader.string("taxpayer")
        office = try reader.optionalString("office")
        voucherSeries = try reader.string("voucherSeries")
        voucherNumber = try reader.string("voucherNumber")
        amount = try reader.amount("amount")
        validFrom = try reader.time("validFrom")
        validTo = try reader.time("validTo")
        invoice = try reader.optionalString("invoice")
        billsOfLading = try reader.strings("billsOfLading")
    }

    public var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("scope", scope.rawValue)
            writer.put("acceptance", acceptance)
            writer.put("transaction", transaction)
            writer.put("bank", bank)
            writer.put("taxpayer", taxpayer)
            writer.put("office", office)
            writer.put("voucherSeries", voucherSeries)
            writer.put("voucherNumber", voucherNumber)
            writer.put("amount", amount)
            writer.put("validFrom", validFrom)
            writer.put("validTo", validTo)
            writer.put("invoice", invoice)
            writer.put("billsOfLading", list: billsOfLading.map { .string($0) })
        }
    }
}
