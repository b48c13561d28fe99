import Bus
import JSON
import Store

/// What operators have ordered of one consumer: which of its partitions stand still, and how fast it goes. A record of the
/// control store; each change has its entry in the control log.
struct ConsumerOrders: Sendable, Hashable {
    /// The kind of these records; their key is the consumer's name.
    static let recordKind = "consumer-orders"

    struct Pause: Sendable, Hashable {
        /// nil for the consumer as a whole.
        var partition: Int?
        var reason: String
        var by: String
        var since: Timestamp
        /// Expected end; a pause that lasts longer alarms.
        var until: Timestamp?
        /// Of the orders that it came with: who obeys them or later ones does not consume.
        var generation: Int64

        func isOverdue(at time: Timestamp) -> Bool { until.map { $0 < time } ?? false }
    }

    var pauses: [Pause] = []
    /// Events a second that each worker process may begin; nil for as fast as it goes.
    var rate: Int?
    /// Events of one transaction; nil for what each worker's configuration says.
    var batch: Int?
    /// Of the record; 0 while nobody has ordered anything.
    var generation: Int64 = 0

    /// Why a partition stands still; nil when it does not. The pause of the whole goes before its own.
    func pause(of partition: Int) -> Pause? {
        pauses.first { $0.partition == nil } ?? pauses.first { $0.partition == partition }
    }

    /// The orders after a pause; one that is there already keeps its beginning.
    func pausing(
        _ partition: Int?, reason: String, until: Timestamp?, by actor: String, at time: Timestamp
    ) -> ConsumerOrders {
        var after = next
        let since = pauses.first { $0.partition == partition }?.since ?? time
        after.pauses.removeAll { $0.partition == partition }
        after.pauses.append(
            Pause(partition: partition, reason: reason, by: actor, since: since, until: until, generation: after.generation))
        return after
    }

    /// The orders without a partition's pause; nil without all of them.
    func resuming(_ partition: Int?) -> ConsumerOrders {
        var after = next
        after.pauses.removeAll { partition == nil || $0.partition == partition }
        return after
    }

    /// To be changed and committed in the place of this one.
    var next: ConsumerOrders {
        var next = self
        next.generation += 1
        return next
    }
}

extension ConsumerOrders {
    var json: JSONValue {
        [
            "pauses": .array(pauses.map(\.json)), "rate": rate.map { .integer(Int64($0)) } ?? .null,
            "batch": batch.map { .integer(Int64($0)) } ?? .null,
        ]
    }

    /// - Throws: `corrupt`, naming the member that is missing or wrong.
    init(_ record: ControlRecord) throws(StoreError) {
        let reader = try RecordReader(record)
        guard let list = reader.object["pauses"]?.array else { throw reader.wrong("pauses") }
        var pauses: [Pause] = []
        for value in list {
            guard let pause = Pause(value) else { throw reader.wrong("pauses") }
            pauses.append(pause)
        }
        self.init(
            pauses: pauses, rate: reader.object["rate"]?.integer.map(Int.init),
            batch: reader.object["batch"]?.integer.map(Int.init), generation: record.generation)
    }
}

extension ConsumerOrders.Pause {
    var json: JSONValue {
        [
            "partition": partition.map { .integer(Int64($0)) } ?? .null, "reason": .string(reason), "by": .string(by),
            "since": .string(since.description), "until": until.map { .string($0.description) } ?? .null,
            "generation": .integer(generation),
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let reason = json["reason"]?.string, let by = json["by"]?.string,
            let since = json["since"]?.string.flatMap(Timestamp.init(rfc3339:)), let generation = json["generation"]?.integer
        else { return nil }
        self.init(
            partition: json["partition"]?.integer.map(Int.init), reason: reason, by: by, since: since,
            until: json["until"]?.string.flatMap(Timestamp.init(rfc3339:)), generation: generation)
    }
}
