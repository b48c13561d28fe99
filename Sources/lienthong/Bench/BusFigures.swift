import JSON

/// What the rounds of `bench bus` gave. A ratio is the median of the rounds' ratios: in one round both did the same work
/// shortly after each other.
struct BusFigures: Sendable {
    private var measured: [BenchContender: [BenchWork.Mode: [Measurement]]] = [:]

    mutating func add(_ contender: BenchContender, _ mode: BenchWork.Mode, _ measurement: Measurement) {
        measured[contender, default: [:]][mode, default: []].append(measurement)
    }

    func values(_ contender: BenchContender, _ mode: BenchWork.Mode, _ value: (Measurement) -> Double) -> [Double] {
        (measured[contender]?[mode] ?? []).map(value)
    }

    private func median(_ contender: BenchContender, _ mode: BenchWork.Mode, _ value: (Measurement) -> Double) -> Double {
        Self.median(values(contender, mode, value))
    }

    private func ratio(_ mode: BenchWork.Mode, _ value: (Measurement) -> Double) -> Double {
        Self.median(zip(values(.bus, mode, value), values(.raw, mode, value)).map { $0 / $1 })
    }

    private var batchRatio: Double {
        Self.median(zip(values(.bus, .batch, \.perSecond), values(.bus, .publish, \.perSecond)).map { $0 / $1 })
    }

    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    // MARK: Shown

    var json: JSONValue {
        [
            "publish": work(.publish), "consume": work(.consume),
            "batch": [
                "ratio": .rounded(batchRatio, 2), "eventsPerSecond": .rounded(median(.bus, .batch, \.perSecond), 0),
                "rawEventsPerSecond": .rounded(median(.raw, .batch, \.perSecond), 0),
            ],
            "latency": [
                "p99Ratio": .rounded(ratio(.lone) { $0.p99Microseconds ?? .nan }, 2),
                "p50Ratio": .rounded(ratio(.lone) { $0.p50Microseconds ?? .nan }, 2),
                "p99Microseconds": .rounded(median(.bus, .lone) { $0.p99Microseconds ?? .nan }, 0),
                "rawP99Microseconds": .rounded(median(.raw, .lone) { $0.p99Microseconds ?? .nan }, 0),
            ],
            "rounds": .integer(Int64(measured[.bus]?[.publish]?.count ?? 0)),
        ]
    }

    private func work(_ mode: BenchWork.Mode) -> JSONValue {
        [
            "perSecond": .rounded(median(.bus, mode, \.perSecond), 0), "ratio": .rounded(ratio(mode, \.perSecond), 2),
            "cpuRatio": .rounded(ratio(mode, \.cpuMicroseconds), 2),
            "rawPerSecond": .rounded(median(.raw, mode, \.perSecond), 0),
            "cpuMicroseconds": .rounded(median(.bus, mode, \.cpuMicroseconds), 2),
            "rawCpuMicroseconds": .rounded(median(.raw, mode, \.cpuMicroseconds), 2),
        ]
    }

    var text: String {
        func row(
            _ name: String, _ mode: BenchWork.Mode, _ digits: Int, _ target: String, _ value: (Measurement) -> Double
        ) -> JSONValue {
            let ratios = zip(values(.bus, mode, value), values(.raw, mode, value)).map { $0 / $1 }
            return [
                "work": .string(name), "bus": .rounded(median(.bus, mode, value), digits),
                "raw": .rounded(median(.raw, mode, value), digits), "ratio": .rounded(Self.median(ratios), 2),
                "of rounds": .string(ratios.map { JSONValue.rounded($0, 2) }.map { Table.cell($0) }.joined(separator: " ")),
                "target": .string(target),
            ]
        }
        let batch = "the bus \(Table.cell(.rounded(batchRatio, 2))) times its publish, at least 5"
        return Table.text(
            [
                row("publish, messages/s", .publish, 0, "at least 0.9", \.perSecond),
                row("publish, CPU us/message", .publish, 2, "at most 1.5", \.cpuMicroseconds),
                row("consume, messages/s", .consume, 0, "at least 0.9", \.perSecond),
                row("consume, CPU us/message", .consume, 2, "at most 2", \.cpuMicroseconds),
                row("batch, events/s", .batch, 0, batch, \.perSecond),
                row("lone publish, p50 us", .lone, 0, "", { $0.p50Microseconds ?? .nan }),
                row("lone publish, p99 us", .lone, 0, "at most 1.3", { $0.p99Microseconds ?? .nan }),
            ], ["work", "bus", "raw", "ratio", "target", "of rounds"])
    }
}
