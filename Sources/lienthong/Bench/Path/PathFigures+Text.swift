import JSON

extension PathFigures {
    /// For people: one line a figure, with what it has to reach.
    var text: String {
        var lines: [JSONValue] = []
        if plan.needsCeiling {
            lines.append(row("raw C, no work, events/s", "", 0) { $0.ceiling?.perSecond })
            lines.append(row("  CPU us/event", "", 1) { $0.ceiling?.cpuMicroseconds })
            lines.append(row("  broker CPU us/event", "", 1, Self.ceilingBroker))
        }
        if plan.measures(.path) {
            lines += work("whole path", "at least 2, aim 3", \.path)
            lines.append(row("  native messages/s", "", 0) { $0.path?.nativePerSecond })
        }
        if plan.measuresPool {
            lines += work("pool alone", "at least 3", \.pool)
            lines += tenths(\.pool)
            lines.append(row("  filling the queues, events/s", "", 0) { $0.fill?.perSecond })
        }
        if plan.measures(.poison) {
            lines.append(row("pool, 1 event in \(PoisoningPublisher.share) is poison, the others/s", "", 0) { $0.poison?.perSecond })
            lines.append(row("  of the rate with none", "at least 0.95", 2, \.besidePoison))
        }
        if plan.measures(.pool), plan.ledgerEvents > 0 {
            lines.append(row("pool, \(plan.ledgerEvents) events in the ledger, events/s", "", 0) { $0.aged?.perSecond })
            lines.append(row("  of the rate with none", "at least 0.8", 2, \.growth))
            lines += tenths(\.aged)
        }
        if plan.measures(.latency) {
            lines.append(row("latency at a rate, events/s", "", 0) { $0.latency?.latency?.rate })
            lines.append(latency("  effect p50 ms", "at most 10", \.p50))
            lines.append(latency("  effect p99 ms", "at most 50", \.p99))
            lines.append(latency("  effect p99.9 ms", "", \.p999))
            lines.append(latency("  status change confirmed p50 ms", "", \.statusP50))
            lines.append(latency("  status change confirmed p99 ms", "at most 50", \.statusP99))
            lines.append(latency("  status change confirmed p99.9 ms", "at most 1000", \.statusP999))
            lines.append(latency("  due to accepted p99 ms", "", \.acceptP99))
            lines.append(row("  CPU us/event", "", 1) { $0.latency?.cpuMicroseconds })
            lines.append(row("  broker CPU us/event", "", 1) { $0.latency?.brokerMicroseconds })
            lines.append(row("  events a message", "", 1) { $0.latency?.eventsInMessage })
        }
        if plan.measures(.takeover) { lines += takeover }
        if plan.measures(.stages) {
            lines.append(line("stages, CPU us/event, each alone", .null, ""))
            lines += stages.map { name in row("  " + name, "", 2) { $0.stage(name) } }
        }
        lines.append(line("memory MiB", .rounded(residentMebibytes, 1), "at most 256"))
        lines.append(line("lost", .integer(Int64(check.lost)), "0"))
        lines.append(line("applied twice", .integer(Int64(check.appliedTwice)), "0"))
        lines.append(line("parked", .integer(Int64(check.parked)), "0"))
        let table = Table.text(lines, ["figure", "median", "target", "of rounds"])
        return ([table] + check.differences).joined(separator: "\n")
    }

    private func work(_ name: String, _ target: String, _ value: @escaping (PathRound) -> PathMeasurement?) -> [JSONValue] {
        [
            row("\(name), events/s", "", 0) { value($0)?.perSecond },
            row("  of raw C", target, 2) { $0.ratio(value($0)) },
            row("  CPU us/event", "", 1) { value($0)?.cpuMicroseconds },
            row("  broker CPU us/event", "", 1) { value($0)?.brokerMicroseconds },
            row("  events a message", "", 1) { value($0)?.eventsInMessage },
        ]
    }

    private func tenths(_ value: @escaping (PathRound) -> PathMeasurement?) -> [JSONValue] {
        [
            row("  first tenth of the backlog, events/s", "", 0) { value($0)?.tenths.first },
            row("  slowest tenth", "", 0) { value($0)?.tenths.min() },
            row("  last tenth", "", 0) { value($0)?.tenths.last },
            row("  last tenth of the first", "about 1", 2) { value($0)?.lastOfFirst },
        ]
    }

    private var takeover: [JSONValue] {
        func side(_ name: String, _ target: String, _ value: @escaping (PathTakeover) -> Double) -> JSONValue {
            row(name, target, 2) { $0.takeover?.takeover.map(value) }
        }
        return [
            row("a worker killed at a rate, events/s", "", 0) { $0.takeover?.takeover?.rate },
            side("  owner lives: status change p50 ms", "", \.live.p50), side("  p99 ms", "", \.live.p99),
            side("  p99.9 ms", "at most 1000", \.live.p999), side("  longest ms", "", \.live.longest),
            side("  owner killed: status change p50 ms", "", \.killed.p50), side("  p99 ms", "", \.killed.p99),
            side("  p99.9 ms", "", \.killed.p999), side("  longest ms", "", \.killed.longest),
            side("  its partitions go on after ms", "", \.takeover),
        ]
    }

    private func latency(_ name: String, _ target: String, _ value: @escaping (PathLatency) -> Double) -> JSONValue {
        row(name, target, 2) { $0.latency?.latency.map(value) }
    }

    private func row(_ name: String, _ target: String, _ digits: Int, _ value: (PathRound) -> Double?) -> JSONValue {
        let rounds = values(value).map { Table.cell(.rounded($0, digits)) }.joined(separator: " ")
        return line(name, .rounded(median(value), digits), target, rounds)
    }

    private func line(_ name: String, _ value: JSONValue, _ target: String, _ rounds: String = "") -> JSONValue {
        ["figure": .string(name), "median": value, "target": .string(target), "of rounds": .string(rounds)]
    }
}
