import Bus
import Consumers
import Events
import JSON
import Store

extension Attachments {
    /// Between the two looks at the queues' depths.
    private static let sample = Duration.seconds(1)
    /// Parked events of a consumer that are counted, because counting reads them: this figure means as many or more.
    private static let parkedLimit = 1_000

    private struct Row: Sendable {
        let name: String
        let queues: [String]
        let patterns: [String]
        /// nil for our own.
        let attachment: Attachment?
    }

    /// Our own consumers and those attached: what waits, what is done, what is parked, who reads.
    ///
    /// Takes a second: it looks twice. `ready` and `connected` are asked of the queues themselves; `unacked`, `rate` and
    /// `owner` are known to the broker's statistics only, and null without the management API.
    func list() async throws -> JSONValue {
        let rows = try await rows()
        let queues = rows.flatMap { row in row.queues + (row.attachment.map { [BrokerNames.feed($0.consumer.name)] } ?? []) }
        let clock = ContinuousClock()
        let begun = clock.now
        let first = try await QueueDepths(node.bus).depths(queues)
        try await clock.sleep(until: begun + Self.sample)
        let second = try await QueueDepths(node.bus).depths(queues)
        let seconds = (clock.now - begun) / .seconds(1)
        var list: [JSONValue] = []
        for row in rows { list.append(try await json(row, first, second, seconds)) }
        return .array(list)
    }

    private func rows() async throws -> [Row] {
        let partitioning = try Stores.partitioning(node.configuration)
        let bindings = LienThongTopology.topology(partitions: partitioning).bindings
        func patterns(of queues: [String]) -> [String] {
            Array(Set(bindings.filter { queues.contains($0.queue) }.map(\.routingKey).compactMap(Self.allPartitions))).sorted()
        }
        let pool = BrokerNames.declarations(in: partitioning)
        let own = [
            Row(name: "declarations", queues: pool, patterns: patterns(of: pool), attachment: nil),
            Row(
                name: "restructure", queues: [BrokerNames.restructure], patterns: patterns(of: [BrokerNames.restructure]),
                attachment: nil),
        ]
        return own
            + (try await AttachedConsumers.all(node.control)).map { attachment in
                Row(
                    name: attachment.consumer.name, queues: attachment.consumer.queues(in: partitioning),
                    patterns: attachment.consumer.patterns.map(\.description), attachment: attachment)
            }
    }

    /// The pattern of a binding, whichever partition it is for.
    private static func allPartitions(_ key: String) -> String? {
        let words = key.split(separator: ".")
        return words.count == 3 ? "\(words[0]).\(words[1]).*" : nil
    }

    /// How many events of a consumer are parked; null where there is no ledger.
    private func parked(_ consumer: String) async throws -> JSONValue {
        guard let ledger else { return .null }
        return .integer(Int64(try await ledger.parked(consumer: consumer, key: nil, limit: Self.parkedLimit).count))
    }

    private func json(
        _ row: Row, _ first: [String: QueueDepth], _ second: [String: QueueDepth], _ seconds: Double
    ) async throws -> JSONValue {
        let feed = row.attachment.flatMap { $0.start == nil ? nil : BrokerNames.feed($0.consumer.name) }
        func ready(_ depths: [String: QueueDepth]) -> Int { row.queues.compactMap { depths[$0]?.ready }.reduce(0, +) }
        let now = ready(second)
        let inFeed = feed.flatMap { second[$0]?.ready } ?? 0
        let statistics = try await statistics(row.queues)
        let connected = row.queues.compactMap { second[$0]?.consumers }.reduce(0, +)
        return [
            "name": .string(row.name), "kind": row.attachment == nil ? "own" : "attached",
            "patterns": .array(row.patterns.map(JSONValue.string)),
            "partitioned": .bool(row.attachment?.consumer.isPartitioned ?? (row.queues.count > 1)),
            "queues": .array(row.queues.map(JSONValue.string)), "ready": .integer(Int64(now)),
            "unacked": statistics.map { .integer($0.unacked) } ?? .null,
            "lag": .integer(Int64(now + inFeed) + (statistics?.unacked ?? 0)),
            "rate": statistics.map { Self.decimal($0.rate) } ?? .null,
            "growth": Self.decimal(Double(now - ready(first)) / max(seconds, 0.001)),
            "parked": try await parked(row.name),
            "connected": .integer(Int64(connected)),
            "owner": statistics.map { .array($0.owners.map(JSONValue.string)) } ?? .null,
            "from": row.attachment.map { .string($0.start?.description ?? "now") } ?? .null,
            "feeding": try await feeding(row.attachment, waiting: inFeed),
            "detaching": .bool(row.attachment?.isDetaching ?? false),
        ]
    }

    private func feeding(_ attachment: Attachment?, waiting: Int) async throws -> JSONValue {
        guard let attachment, attachment.start != nil,
            let record = try await node.control.record(FeedState.recordKind, attachment.consumer.name)
        else { return .null }
        var object = try FeedState(record).json.object ?? JSONObject()
        object["waiting"] = .integer(Int64(waiting))
        return .object(object)
    }

    private struct Statistics {
        var unacked: Int64 = 0
        /// Acknowledged messages a second.
        var rate = 0.0
        /// Connections that get messages now.
        var owners: [String] = []
    }

    /// nil without the management API, also when it does not answer: a list without it is better than none.
    private func statistics(_ queues: [String]) async throws -> Statistics? {
        guard let management else { return nil }
        var result = Statistics()
        for name in queues {
            guard let queue = try? await management.queue(name) else { return nil }
            result.unacked += queue["messages_unacknowledged"]?.integer ?? 0
            result.rate += Self.number(queue["message_stats"]?["ack_details"]?["rate"])
            for consumer in queue["consumer_details"]?.array ?? [] where consumer["active"]?.bool ?? true {
                guard let owner = consumer["channel_details"]?["connection_name"]?.string else { continue }
                if !result.owners.contains(owner) { result.owners.append(owner) }
            }
        }
        return result
    }

    private static func number(_ json: JSONValue?) -> Double {
        switch json {
        case .integer(let value)?: Double(value)
        case .decimal(let text)?: Double(text) ?? 0
        default: 0
        }
    }

    /// One digit behind the point.
    private static func decimal(_ value: Double) -> JSONValue {
        let tenths = Int64((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return .decimal("\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10)")
    }
}
