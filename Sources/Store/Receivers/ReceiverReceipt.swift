public import Bus
public import JSON

/// A process's word that it obeys one generation of a receiver.
public struct ReceiverReceipt: Sendable, Hashable {
    /// The kind of receipts in the control store; their key is `<receiver>/<process>`.
    public static let recordKind = "receipt"
    /// The kind of receipts for versions of the catalogs; their key is the process.
    public static let catalogRecordKind = "catalog-receipt"

    public var receiver: String
    public var process: String
    /// The highest generation of the receiver that the process has confirmed.
    public var generation: Int64
    public var at: Timestamp

    public init(receiver: String, process: String, generation: Int64, at: Timestamp) {
        self.receiver = receiver
        self.process = process
        self.generation = generation
        self.at = at
    }

    public static func key(_ receiver: String, _ process: String) -> String { "\(receiver)/\(process)" }

    public var json: JSONValue {
        [
            "receiver": .string(receiver), "process": .string(process), "generation": .integer(generation),
            "at": .string(at.description),
        ]
    }

    /// - Throws: `corrupt`, naming the member that is missing or wrong.
    public init(_ control: ControlRecord) throws(StoreError) {
        let object = try RecordReader(control)
        self.init(
            receiver: try object.string("receiver"), process: try object.string("process"),
            generation: try object.integer("generation"), at: try object.time("at"))
    }
}
