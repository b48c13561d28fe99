import JSON

/// What one piece of work took, in a process of its own. The raw C baseline prints the same line.
struct Measurement: Sendable, Equatable {
    var mode: String
    var messages: Int
    var seconds: Double
    /// User and system time of the whole process while it worked.
    var cpuSeconds: Double
    var maxResidentKiB: Int
    var residentKiBAtTenth: Int
    var residentKiBAtEnd: Int
    /// Of lone publishes, from call to confirm.
    var p50Microseconds: Double?
    var p99Microseconds: Double?

    var perSecond: Double { Double(messages) / max(seconds, 1e-9) }
    var cpuMicroseconds: Double { cpuSeconds * 1e6 / Double(max(messages, 1)) }

    var json: JSONValue {
        [
            "mode": .string(mode), "messages": .integer(Int64(messages)), "seconds": .rounded(seconds, 6),
            "cpuSeconds": .rounded(cpuSeconds, 6), "maxResidentKiB": .integer(Int64(maxResidentKiB)),
            "residentKiBAtTenth": .integer(Int64(residentKiBAtTenth)),
            "residentKiBAtEnd": .integer(Int64(residentKiBAtEnd)),
            "p50Microseconds": p50Microseconds.map { .rounded($0, 1) } ?? .null,
            "p99Microseconds": p99Microseconds.map { .rounded($0, 1) } ?? .null,
        ]
    }
}

extension Measurement {
    /// nil when a member is missing.
    init?(_ json: JSONValue) {
        func whole(_ key: String) -> Int? { json[key]?.integer.map(Int.init) }
        guard let mode = json["mode"]?.string, let messages = whole("messages"), let seconds = json["seconds"]?.double,
            let cpu = json["cpuSeconds"]?.double, let largest = whole("maxResidentKiB"),
            let tenth = whole("residentKiBAtTenth"), let end = whole("residentKiBAtEnd")
        else { return nil }
        self.init(
            mode: mode, messages: messages, seconds: seconds, cpuSeconds: cpu, maxResidentKiB: largest,
            residentKiBAtTenth: tenth, residentKiBAtEnd: end, p50Microseconds: json["p50Microseconds"]?.double,
            p99Microseconds: json["p99Microseconds"]?.double)
    }
}
