import Foundation

/// What the environment asks of the fault runs; see `Benchmarks/faults`.
enum FaultSettings {
    /// `LIENTHONG_FAULT_RUNS`: how many seeded runs; nil for the short selection alone.
    static let runs = number("LIENTHONG_FAULT_RUNS")
    /// `LIENTHONG_FAULT_SEED`: the first seed; 1 by default.
    static let firstSeed = number("LIENTHONG_FAULT_SEED") ?? 1
    /// `LIENTHONG_FAULT_KIND`: nil for the kinds of the seeds.
    static let kind = environment["LIENTHONG_FAULT_KIND"].flatMap(FaultKind.init)
    /// `LIENTHONG_FAULT_PAUSE`: seconds that an owner stands still after its successor has taken over; none by default,
    /// because what comes between the two has happened by then.
    static let pause = number("LIENTHONG_FAULT_PAUSE").map { Duration.seconds(Int64($0)) }
    /// `LIENTHONG_FAULT_STORY`: also runs that end well say what they did.
    static let tellsAll = environment["LIENTHONG_FAULT_STORY"]?.isEmpty == false

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    private static func number(_ name: String) -> UInt64? { environment[name].flatMap(UInt64.init) }
}
