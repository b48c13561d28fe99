import JSON

/// What one piece of work of the whole path took, in a process of its own.
struct PathMeasurement: Sendable, Equatable {
    /// Native messages handed over; 0 when there was no intake.
    var nativeMessages = 0
    var events = 0
    /// Messages of the partition queues.
    var queueMessages = 0
    /// Of `poison`: events beside these that cannot be applied.
    var poisoned = 0
    var outcomes = 0
    var outcomeMessages = 0
    var redelivered = 0
    var seconds = 0.0
    /// User and system time of the whole process while it worked.
    var cpuSeconds = 0.0
    /// Of the broker; nil when its process is not known.
    var brokerSeconds: Double?
    /// The most memory that the process ever had.
    var peakKiB = 0
    /// Of `preload`: what the ledger's file has.
    var storedBytes = 0
    var latency: PathLatency?
    var takeover: PathTakeover?
    /// Of a backlog: events a second of each tenth, in order; empty when it was not asked or the backlog is too small.
    var tenths: [Double] = []
    var stages: [PathStage] = []

    var perSecond: Double { Double(events) / max(seconds, 1e-9) }
    var nativePerSecond: Double { Double(nativeMessages) / max(seconds, 1e-9) }
    var cpuMicroseconds: Double { cpuSeconds * 1e6 / Double(max(events, 1)) }
    var brokerMicroseconds: Double? { brokerSeconds.map { $0 * 1e6 / Double(max(events, 1)) } }
    var residentMebibytes: Double { Double(peakKiB) / 1024 }
    var eventsInMessage: Double { Double(events) / Double(max(queueMessages, 1)) }
    /// The rate of the last tenth of a backlog, of the first one's.
    var lastOfFirst: Double? {
        guard let first = tenths.first, let last = tenths.last else { return nil }
        return last / first
    }
}

extension PathMeasurement {
    /// The line by which a child process tells its parent.
    var json: JSONValue {
        [
            "nativeMessages": .integer(Int64(nativeMessages)), "events": .integer(Int64(events)),
            "queueMessages": .integer(Int64(queueMessages)), "poisoned": .integer(Int64(poisoned)),
            "outcomes": .integer(Int64(outcomes)),
            "outcomeMessages": .integer(Int64(outcomeMessages)), "redelivered": .integer(Int64(redelivered)),
            "seconds": .rounded(seconds, 6), "cpuSeconds": .rounded(cpuSeconds, 6),
            "brokerSeconds": brokerSeconds.map { .rounded($0, 3) } ?? .null, "peakKiB": .integer(Int64(peakKiB)),
            "storedBytes": .integer(Int64(storedBytes)), "latency": latency?.json ?? .null, "takeover": takeover?.json ?? .null,
            "tenths": .array(tenths.map { .rounded($0, 1) }), "stages": .array(stages.map(\.json)),
        ]
    }

    /// nil when a member is missing.
    init?(_ json: JSONValue) {
        func whole(_ key: String) -> Int? { json[key]?.integer.map(Int.init) }
        guard let natives = whole("nativeMessages"), let events = whole("events"),
            let queueMessages = whole("queueMessages"), let poisoned = whole("poisoned"), let outcomes = whole("outcomes"),
            let outcomeMessages = whole("outcomeMessages"), let redelivered = whole("redelivered"),
            let seconds = json["seconds"]?.double, let cpu = json["cpuSeconds"]?.double, let peak = whole("peakKiB")
        else { return nil }
        self.init(
            nativeMessages: natives, events: events, queueMessages: queueMessages, poisoned: poisoned, outcomes: outcomes,
            outcomeMessages: outcomeMessages, redelivered: redelivered, seconds: seconds, cpuSeconds: cpu,
            brokerSeconds: json["brokerSeconds"]?.double, peakKiB: peak,
            storedBytes: json["storedBytes"]?.integer.map(Int.init) ?? 0,
            latency: json["latency"].flatMap(PathLatency.init), takeover: json["takeover"].flatMap(PathTakeover.init),
            tenths: (json["tenths"]?.array ?? []).compactMap(\.double),
            stages: (json["stages"]?.array ?? []).compactMap(PathStage.init))
    }
}
