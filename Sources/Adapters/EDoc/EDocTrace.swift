public import Bus

/// TraceHeader: where a document has been, and when.
public struct EDocTrace: Sendable, Hashable {
    /// OrganId.
    public var organ: String
    /// Timestamp; seconds are the finest it can say.
    public var time: Timestamp

    public init(organ: String, time: Timestamp) {
        self.organ = organ
        self.time = time
    }

    var record: XMLRecord {
        XMLRecord(EDocTables.trace, ["OrganId": .text(ifAny: organ), "Timestamp": .time(time)])
    }
}
