import Consumers
import Events
import JSON
import Store

/// A consumer as it is attached: what it listens to, since when, and whether it is on its way out.
struct Attachment: Sendable, Hashable {
    var consumer: AttachedConsumer
    /// Where its history begins; nil when it gets what comes, by bindings of its own.
    var start: FeedStart?
    /// Its bindings are being taken away; the queues go once nothing is in them.
    var isDetaching = false
    /// Of its record; 0 for a new one.
    var generation: Int64 = 0

    init(_ consumer: AttachedConsumer, start: FeedStart?) {
        self.consumer = consumer
        self.start = start
    }

    /// nil for a record that is none.
    init?(_ record: ControlRecord) {
        guard let json = try? JSON.parse(record.value),
            let consumer = AttachedConsumer(
                name: record.key,
                patterns: (json["patterns"]?.array ?? []).compactMap { $0.string.flatMap(RoutingPattern.init) },
                isPartitioned: json["partitioned"]?.bool ?? false)
        else { return nil }
        self.consumer = consumer
        start = json["from"]?.string.flatMap(FeedStart.init)
        isDetaching = json["detaching"]?.bool ?? false
        generation = record.generation
    }

    var json: JSONValue {
        var members = [
            JSONObject.Member(key: "patterns", value: .array(consumer.patterns.map { .string($0.description) })),
            JSONObject.Member(key: "partitioned", value: .bool(consumer.isPartitioned)),
        ]
        if let start { members.append(.init(key: "from", value: .string(start.description))) }
        if isDetaching { members.append(.init(key: "detaching", value: true)) }
        return .object(JSONObject(members))
    }

    /// Its record as it is written.
    var text: String { String(decoding: json.bytes, as: UTF8.self) }
}
