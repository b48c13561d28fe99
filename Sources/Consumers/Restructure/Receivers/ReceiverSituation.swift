public import Store
import JSON

/// A receiver's record, and whether events may lie in its held queue.
///
/// The flag outlives a change from holding to refusing, so that resuming releases what was held before it.
public struct ReceiverSituation: Sendable, Hashable {
    public var record: ReceiverRecord
    public var hasHeld: Bool

    public init(record: ReceiverRecord, hasHeld: Bool) {
        self.record = record
        self.hasHeld = hasHeld
    }

    init(_ control: ControlRecord) throws(StoreError) {
        record = try ReceiverRecord(control)
        let flag = try RecordReader(control).object["hasHeld"]?.bool
        // A record written without the flag by another tool: a receiver that holds or releases has a backlog.
        hasHeld = flag ?? (record.state == .holding || record.state == .releasing)
    }

    var json: JSONValue {
        guard var object = record.json.object else { return record.json }
        object["hasHeld"] = .bool(hasHeld)
        return .object(object)
    }
}
