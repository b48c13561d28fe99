import JSON

/// How long status changes took at a given rate while the owner of some partitions was killed.
struct PathTakeover: Sendable, Equatable {
    /// From the acceptance of the event that led to it until a subscriber on the broker had the status change; milliseconds.
    struct Side: Sendable, Equatable {
        var changes: Int
        var p50: Double
        var p99: Double
        var p999: Double
        var longest: Double
    }

    /// Events a second that were accepted.
    var rate: Double
    /// Of partitions whose owner lived, over the whole run.
    var live: Side
    /// Of partitions whose owner was killed, over the whole run.
    var killed: Side
    /// From the kill until each of the killed one's partitions had gone on, the last of them; milliseconds. A partition goes on
    /// with the first status change that follows from an event accepted after the kill. NaN when one did not.
    var takeover: Double
    /// Outcome events that came twice: sent again because their confirm was lost. Receivers tell them by their id.
    var repeated: Int
}

extension PathTakeover {
    var json: JSONValue {
        [
            "rate": .rounded(rate, 1), "live": live.json, "killed": killed.json, "takeover": .rounded(takeover, 3),
            "repeated": .integer(Int64(repeated)),
        ]
    }

    /// nil when a member is missing.
    init?(_ json: JSONValue) {
        guard let rate = json["rate"]?.double, let live = json["live"].flatMap(Side.init),
            let killed = json["killed"].flatMap(Side.init), let repeated = json["repeated"]?.integer
        else { return nil }
        self.init(
            rate: rate, live: live, killed: killed, takeover: json["takeover"]?.double ?? .nan, repeated: Int(repeated))
    }
}

extension PathTakeover.Side {
    init(_ durations: [Duration]) {
        let spread = DurationSpread(durations)
        self.init(
            changes: spread.count, p50: spread.milliseconds(500), p99: spread.milliseconds(990),
            p999: spread.milliseconds(999), longest: spread.longest)
    }

    var json: JSONValue {
        [
            "changes": .integer(Int64(changes)), "p50": .rounded(p50, 3), "p99": .rounded(p99, 3),
            "p999": .rounded(p999, 3), "longest": .rounded(longest, 3),
        ]
    }

    /// nil when a member is missing.
    init?(_ json: JSONValue) {
        guard let changes = json["changes"]?.integer else { return nil }
        func number(_ key: String) -> Double { json[key]?.double ?? .nan }
        self.init(
            changes: Int(changes), p50: number("p50"), p99: number("p99"), p999: number("p999"),
            longest: number("longest"))
    }
}
