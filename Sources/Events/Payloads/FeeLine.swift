import JSON

/// One customs fee (`lệ phí hải quan`) with its amount.
public struct FeeLine: Sendable, Hashable {
    /// Name of the fee as VNACCS prints it; absent when it names none.
    public var name: String?
    public var amount: Amount

    public init(name: String?, amount: Amount) {
        self.name = name
        self.amount = amount
    }

    init(_ reader: inout PayloadReader) throws(PayloadError) {
        name = try reader.optionalString("name")
        amount = try reader.amount("amount")
    }

    var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("name", name)
            writer.put("amount", amount)
        }
    }
}
