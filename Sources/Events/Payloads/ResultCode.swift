import JSON

/// One result code of VNACCS: `CCCCC-IIII-NNNN`.
public struct ResultCode: Sendable, Hashable {
    /// Error code, e.g. `E0033`; `00000` is no error.
    public var code: String
    /// Item it is about, blank filled when none.
    public var item: String
    /// Occurrence of the item within its group, e.g. the goods line.
    public var occurrence: String

    public init(code: String, item: String, occurrence: String) {
        self.code = code
        self.item = item
        self.occurrence = occurrence
    }

    init(_ reader: inout PayloadReader) throws(PayloadError) {
        code = try reader.string("code")
        item = try reader.string("item")
        occurrence = try reader.string("occurrence")
    }

    var json: JSONValue {
        PayloadWriter.json { writer in
            writer.put("code", code)
            writer.put("item", item)
            writer.put("occurrence", occurrence)
        }
    }
}
