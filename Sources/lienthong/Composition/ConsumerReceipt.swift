import Bus
import JSON
import Store

/// A worker's word that it obeys one generation of a consumer's orders: from a partition that stands still by then it has
/// nothing in hand, and its channel is closed. Also tells which partitions the worker takes at all.
struct ConsumerReceipt: Sendable, Hashable {
    /// The kind of these records; their key is `<consumer>/<process>`.
    static let recordKind = "consumer-receipt"

    var consumer: String
    var process: String
    var partitions: [Int]
    var generation: Int64
    var at: Timestamp

    var key: String { Self.key(consumer, process) }

    static func key(_ consumer: String, _ process: String) -> String { "\(consumer)/\(process)" }

    var json: JSONValue {
        [
            "consumer": .string(consumer), "process": .string(process),
            "partitions": .array(partitions.map { .integer(Int64($0)) }), "generation": .integer(generation),
            "at": .string(at.description),
        ]
    }
}

extension ConsumerReceipt {
    /// - Throws: `corrupt`, naming the member that is missing or wrong.
    init(_ record: ControlRecord) throws(StoreError) {
        let reader = try RecordReader(record)
        guard let partitions = reader.object["partitions"]?.array?.compactMap(\.integer) else {
            throw reader.wrong("partitions")
        }
        self.init(
            consumer: try reader.string("consumer"), process: try reader.string("process"),
            partitions: partitions.map(Int.init), generation: try reader.integer("generation"), at: try reader.time("at"))
    }
}
