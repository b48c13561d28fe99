import JSON

/// How long events took at a given rate, in milliseconds.
struct PathLatency: Sendable, Equatable {
    /// Events a second that were accepted.
    var rate: Double
    /// Acceptance (the outbox has it on disk) to committed effect.
    var p50: Double
    var p99: Double
    var p999: Double
    /// Acceptance to the confirm of the status change that followed.
    var statusP50: Double
    var statusP99: Double
    var statusP999: Double
    /// From when a message was due to its acceptance.
    var acceptP99: Double
    var events: Int
    var statusChanges: Int

    var json: JSONValue {
        [
            "rate": .rounded(rate, 1), "p50": .rounded(p50, 3), "p99": .rounded(p99, 3), "p999": .rounded(p999, 3),
            "statusP50": .rounded(statusP50, 3), "statusP99": .rounded(statusP99, 3),
            "statusP999": .rounded(statusP999, 3), "acceptP99": .rounded(acceptP99, 3),
            "events": .integer(Int64(events)), "statusChanges": .integer(Int64(statusChanges)),
        ]
    }
}

extension PathLatency {
    /// nil when a member is missing.
    init?(_ json: JSONValue) {
        func number(_ key: String) -> Double? { json[key]?.double }
        guard let rate = number("rate"), let p50 = number("p50"), let p99 = number("p99"), let p999 = number("p999"),
            let statusP50 = number("statusP50"), let statusP99 = number("statusP99"),
            let statusP999 = number("statusP999"), let acceptP99 = number("acceptP99"),
            let events = json["events"]?.integer, let changes = json["statusChanges"]?.integer
        else { return nil }
        self.init(
            rate: rate, p50: p50, p99: p99, p999: p999, statusP50: statusP50, statusP99: statusP99,
            statusP999: statusP999, acceptP99: acceptP99, events: Int(events), statusChanges: Int(changes))
    }
}
