import Bus
public import JSON

/// What a replay would publish, counted by reading the journal.
public struct ReplayCounts: Sendable, Hashable {
    public var events = 0
    public var messages = 0
    public var byType: [String: Int] = [:]
    /// Day of business time in Vietnam, `2025-03-14`.
    public var byDay: [String: Int] = [:]
    public var bySystem: [String: Int] = [:]
    /// Events with a code that is mapped to another one by business time.
    public var mapped = 0
    /// Journal entries that are not events of ours; they are never replayed.
    public var undecodable = 0

    public init() {}

    mutating func add(_ event: Event) {
        events += 1
        byType[event.type.rawValue, default: 0] += 1
        byDay[String(event.time.description.prefix(10)), default: 0] += 1
        bySystem[event.type.system, default: 0] += 1
    }

    public var json: JSONValue {
        [
            "events": .integer(Int64(events)), "messages": .integer(Int64(messages)), "byType": Self.object(byType),
            "byDay": Self.object(byDay), "bySystem": Self.object(bySystem), "mapped": .integer(Int64(mapped)),
            "undecodable": .integer(Int64(undecodable)),
        ]
    }

    private static func object(_ counts: [String: Int]) -> JSONValue {
        .object(JSONObject(counts.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .integer(Int64($0.value))) }))
    }
}
