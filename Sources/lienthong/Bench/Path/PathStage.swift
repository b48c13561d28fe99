import JSON

/// What one stage of the path costs, measured with only that stage at work.
struct PathStage: Sendable, Equatable {
    var name: String
    /// User and system time of the process, an event.
    var cpuMicroseconds: Double

    var json: JSONValue { ["stage": .string(name), "cpuMicroseconds": .rounded(cpuMicroseconds, 3)] }

    init(_ name: String, _ cpuMicroseconds: Double) {
        self.name = name
        self.cpuMicroseconds = cpuMicroseconds
    }

    /// nil when a member is missing.
    init?(json: JSONValue) {
        guard let name = json["stage"]?.string, let microseconds = json["cpuMicroseconds"]?.double else { return nil }
        self.init(name, microseconds)
    }
}
