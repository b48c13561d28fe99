import JSON

/// What the rounds of `bench path` gave. Figures are medians of the rounds; a ratio is the median of the rounds' ratios.
struct PathFigures: Sendable {
    let plan: PathPlan
    let sample: PathTraffic.Sample
    var preload: PathMeasurement?
    private(set) var rounds: [PathRound] = []
    private(set) var check = PathCheck()

    init(plan: PathPlan, sample: PathTraffic.Sample) {
        self.plan = plan
        self.sample = sample
    }

    mutating func add(_ round: PathRound, _ check: PathCheck) {
        rounds.append(round)
        self.check += check
    }

    func values(_ value: (PathRound) -> Double?) -> [Double] { rounds.compactMap(value) }

    /// NaN, which is shown as null, when it was not measured.
    func median(_ value: (PathRound) -> Double?) -> Double { BusFigures.median(values(value)) }

    /// The most that any round's pool took: every round has to stay below the limit.
    var residentMebibytes: Double {
        values { $0.pool?.residentMebibytes }.max() ?? values { $0.path?.residentMebibytes }.max() ?? .nan
    }

    // MARK: For machines

    var json: JSONValue {
        [
            "path": work(\.path), "pool": work(\.pool), "poolTenths": tenths(\.pool), "takeover": takeover,
            "latency": [
                "p50Milliseconds": milliseconds(\.p50), "p99Milliseconds": milliseconds(\.p99),
                "p999Milliseconds": milliseconds(\.p999), "statusP50Milliseconds": milliseconds(\.statusP50),
                "statusP99Milliseconds": milliseconds(\.statusP99),
                "statusP999Milliseconds": milliseconds(\.statusP999),
                "acceptP99Milliseconds": milliseconds(\.acceptP99),
                "eventsPerSecond": .rounded(median { $0.latency?.latency?.rate }, 0),
                "cpuMicroseconds": .rounded(median { $0.latency?.cpuMicroseconds }, 2),
                "brokerCpuMicroseconds": .rounded(median { $0.latency?.brokerMicroseconds }, 2),
                "eventsInMessage": .rounded(median { $0.latency?.eventsInMessage }, 1),
            ],
            "poison": [
                "perSecond": .rounded(median { $0.poison?.perSecond }, 0), "ratio": .rounded(median(\.besidePoison), 2),
                "rounds": list(2, \.besidePoison),
            ],
            "residentMebibytes": .rounded(residentMebibytes, 1), "lost": .integer(Int64(check.lost)),
            "appliedTwice": .integer(Int64(check.appliedTwice)), "parked": .integer(Int64(check.parked)),
            "differences": .array(check.differences.map(JSONValue.string)),
            "ceiling": [
                "perSecond": .rounded(median { $0.ceiling?.perSecond }, 0),
                "cpuMicroseconds": .rounded(median { $0.ceiling?.cpuMicroseconds }, 2),
                "brokerCpuMicroseconds": .rounded(median(Self.ceilingBroker), 2),
                "rounds": list(0) { $0.ceiling?.perSecond },
            ],
            "growth": [
                "ledgerEvents": .integer(Int64(plan.ledgerEvents)), "ratio": .rounded(median(\.growth), 2),
                "perSecond": .rounded(median { $0.aged?.perSecond }, 0),
                "residentMebibytes": .rounded(values { $0.aged?.residentMebibytes }.max() ?? .nan, 1),
                "tenths": tenths(\.aged), "preload": preload.map(preloaded) ?? .null,
            ],
            "stages": .array(stages.map { ["stage": .string($0), "cpuMicroseconds": stage($0)] }),
            "eventBytes": .integer(Int64(sample.bytes)), "rounds": .integer(Int64(rounds.count)),
        ]
    }

    private func work(_ value: (PathRound) -> PathMeasurement?) -> JSONValue {
        let perSecond = values { value($0)?.perSecond }
        return [
            "perSecond": .rounded(median { value($0)?.perSecond }, 0),
            "ratio": .rounded(median { $0.ratio(value($0)) }, 2),
            "least": .rounded(perSecond.min() ?? .nan, 0), "most": .rounded(perSecond.max() ?? .nan, 0),
            "nativePerSecond": .rounded(median { value($0)?.nativePerSecond }, 0),
            "events": .rounded(median { value($0).map { Double($0.events) } }, 0),
            "outcomes": .rounded(median { value($0).map { Double($0.outcomes) } }, 0),
            "eventsInMessage": .rounded(median { value($0)?.eventsInMessage }, 1),
            "cpuMicroseconds": .rounded(median { value($0)?.cpuMicroseconds }, 2),
            "brokerCpuMicroseconds": .rounded(median { value($0)?.brokerMicroseconds }, 2),
            "residentMebibytes": .rounded(values { value($0)?.residentMebibytes }.max() ?? .nan, 1),
            "rounds": list(0) { value($0)?.perSecond }, "ratios": list(2) { $0.ratio(value($0)) },
        ]
    }

    /// How fast a backlog goes from first to last.
    private func tenths(_ value: (PathRound) -> PathMeasurement?) -> JSONValue {
        [
            "firstPerSecond": .rounded(median { value($0)?.tenths.first }, 0),
            "slowestPerSecond": .rounded(median { value($0)?.tenths.min() }, 0),
            "lastPerSecond": .rounded(median { value($0)?.tenths.last }, 0),
            "lastOfFirst": .rounded(median { value($0)?.lastOfFirst }, 2),
            "rounds": .array(rounds.compactMap(value).map { .array($0.tenths.map { .rounded($0, 0) }) }),
        ]
    }

    private var takeover: JSONValue {
        func figure(_ value: (PathTakeover) -> Double) -> JSONValue {
            .rounded(median { $0.takeover?.takeover.map(value) }, 2)
        }
        func side(_ side: KeyPath<PathTakeover, PathTakeover.Side>) -> JSONValue {
            [
                "statusChanges": .rounded(median { $0.takeover?.takeover.map { Double($0[keyPath: side].changes) } }, 0),
                "statusP50Milliseconds": figure { $0[keyPath: side].p50 },
                "statusP99Milliseconds": figure { $0[keyPath: side].p99 },
                "statusP999Milliseconds": figure { $0[keyPath: side].p999 },
                "longestMilliseconds": figure { $0[keyPath: side].longest },
            ]
        }
        return [
            "eventsPerSecond": .rounded(median { $0.takeover?.takeover?.rate }, 0), "ownerLives": side(\.live),
            "ownerKilled": side(\.killed), "goneOnMilliseconds": figure(\.takeover),
            "repeatedOutcomes": .rounded(median { $0.takeover?.takeover.map { Double($0.repeated) } }, 0),
        ]
    }

    private func preloaded(_ measurement: PathMeasurement) -> JSONValue {
        ["seconds": .rounded(measurement.seconds, 1), "mebibytes": .rounded(Double(measurement.storedBytes) / 1_048_576, 1)]
    }

    /// Names, in the order of an event's way; what is part of the one before is indented.
    var stages: [String] { rounds.first?.stages?.stages.map(\.name) ?? [] }

    private func stage(_ name: String) -> JSONValue { .rounded(median { $0.stage(name) }, 2) }

    private func milliseconds(_ value: (PathLatency) -> Double) -> JSONValue {
        .rounded(median { $0.latency?.latency.map(value) }, 2)
    }

    private func list(_ digits: Int, _ value: (PathRound) -> Double?) -> JSONValue {
        .array(values(value).map { .rounded($0, digits) })
    }

    static func ceilingBroker(_ round: PathRound) -> Double? {
        guard let seconds = round.ceilingBrokerSeconds, let ceiling = round.ceiling else { return nil }
        return seconds * 1e6 / Double(max(ceiling.messages, 1))
    }
}
