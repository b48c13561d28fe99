import Bus
import Console
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
    /// Takes a second: it looks twice, and up to three when the management API is slow. `ready` and `connected` are asked of
    /// the queues themselves; `unacked`, `rate` and `owner` are known to the broker's statistics only, and null without the
    /// management API.
    func list() async throws -> JSONValue {
        async let figures = figures()
        let rows = try await rows()
        let queues = rows.flatMap { row in row.queues + (row.attachment.map { [BrokerNames.feed($0.consumer.name)] } ?? []) }
        let clock = ContinuousClock()
        let begun = clock.now
        let first = try await QueueDepths(node.bus).depths(queues)
        try await clock.sleep(until: begun + Self.sample)
        let second = try await QueueDepths(node.bus).depths(queues)
        let seconds = (clock.now - begun) / .seconds(1)
        let known = await figures
        var list: [JSONValue] = []
        for row in rows { list.append(try await json(row, first, second, seconds, known)) }
        return .array(list)
    }

    /// The broker's statistics, or why there are none: a list without them is better than none.
    private func figures() async -> Result<AttachStatistics, ControlFailure> {
        guard let management else {
            return .failure(ControlFailure(exit: 1, "broker.management is not in the configuration"))
        }
        do {
            return .success(try await management.statistics())
        } catch {
            return .failure(ControlFailure(any: error))
        }
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
        _ row: Row, _ first: [String: QueueDepth], _ second: [String: QueueDepth], _ seconds: Double,
        _ figures: Result<AttachStatistics, ControlFailure>
    ) async throws -> JSONValue {
        let feed = row.attachment.flatMap { $0.start == nil ? nil : BrokerNames.feed($0.consumer.name) }
        func ready(_ depths: [String: QueueDepth]) -> Int { row.queues.compactMap { depths[$0]?.ready }.reduce(0, +) }
        let now = ready(second)
        let inFeed = feed.flatMap { second[$0]?.ready } ?? 0
        let (statistics, reason): (AttachStatistics.Queue?, String?) =
            switch figures {
            case .success(let known): (known.sum(row.queues), nil)
            case .failure(let failure): (nil, failure.message)
            }
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
            "unknownBecause": reason.map(JSONValue.string) ?? .null,
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

    /// One digit behind the point.
    private static func decimal(_ value: Double) -> JSONValue {
        let tenths = Int64((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return .decimal("\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10)")
    }
}
