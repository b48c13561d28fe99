public import JSON
public import Store

/// How far a consumer's history has been fed: the durable state, a record of the control store under the consumer's name.
public struct FeedState: Sendable, Hashable {
    /// The kind of these records.
    public static let recordKind = "consumer-feed"

    public enum Phase: String, Sendable, Hashable {
        /// The queues are there; the feed is bound to nothing.
        case opening
        /// Where the journal ended before the feed was bound is known; the bindings may or may not exist.
        case binding
        /// The feed collects live events; history goes from the journal to the consumer's queue.
        case history
        /// History is done. Live events go from the feed to the consumer's queue, without those that history contained.
        case joining
        /// Live events go from the feed to the consumer's queue.
        case live
    }

    public var start: FeedStart
    public var phase: Phase
    /// Offset of the journal's last message before the feed was bound: it and all before it are not in the feed.
    /// nil for a journal that was empty.
    public var before: UInt64?
    /// Offset of the journal's last message after the feed was bound: all after it are in the feed. nil until known, and
    /// for an empty journal.
    public var end: UInt64?
    /// Everything of the journal before this offset is done; nil before the first.
    public var next: UInt64?
    /// Messages of the journal that the broker has confirmed for the consumer's queue.
    public var fed: Int
    /// Offsets of the journal that were gone before they could be read: lost by the broker, or over its retention.
    public var missing: Int

    public init(start: FeedStart) {
        self.start = start
        phase = .opening
        fed = 0
        missing = 0
    }

    /// - Throws: `corrupt`.
    public init(_ record: ControlRecord) throws(StoreError) {
        let reader = try RecordReader(record)
        guard let start = FeedStart(try reader.string("start")) else { throw reader.wrong("start") }
        guard let phase = Phase(rawValue: try reader.string("phase")) else { throw reader.wrong("phase") }
        self.start = start
        self.phase = phase
        before = Self.offset(reader.object["before"])
        end = Self.offset(reader.object["end"])
        next = Self.offset(reader.object["next"])
        fed = Int(try reader.integer("fed"))
        missing = Int(try reader.integer("missing"))
    }

    /// Offsets are texts: they may be larger than what a JSON number keeps everywhere.
    public var json: JSONValue {
        [
            "start": .string(start.description), "phase": .string(phase.rawValue), "before": Self.json(before),
            "end": Self.json(end), "next": Self.json(next), "fed": .integer(Int64(fed)),
            "missing": .integer(Int64(missing)),
        ]
    }

    private static func offset(_ json: JSONValue?) -> UInt64? { json?.string.flatMap { UInt64($0) } }

    private static func json(_ offset: UInt64?) -> JSONValue { offset.map { .string(String($0)) } ?? .null }
}
