import JSON

/// One kind of tax with its amount.
public struct TaxLine: Sendable, Hashable {
    /// `NK`, `VA`, ... as the system names it; absent when it names only the sub-item.
    public var tax: String?
    /// Budget sub-item (tiểu mục), e.g. `1901`.
    public var subItem: String
    public var amount: Amount

    public init(tax: String?, subItem: String, amount: Amount) {
        self.tax = tax
        self.subItem = subItem
        self.amount = amount
    }

    init(_ reader: inout PayloadReader) throws(PayloadError) {
        tax = try reader.optionalString("tax")
        subItem = try reader.string("subItem")
        amount = try reader.amount("amount")
    }

    var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("tax", tax)
            writer.put("subItem", subItem)
            writer.put("amount", amount)
        }
    }
}
