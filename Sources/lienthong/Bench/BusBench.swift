/// Our bus and the raw baseline in turn, round after round, on queues of equal kind and content.
struct BusBench: Sendable {
    let configuration: Configuration
    let configurationFile: String?
    let rounds: Int
    let messages: Int

    var loneMessages: Int { max(messages / 15, 200) }
    /// Five times as many events as one-event messages, in whole batches.
    var batchEvents: Int { max(messages * 5 / BenchWork.eventsInBatch, 1) * BenchWork.eventsInBatch }

    func run() async throws -> BusFigures {
        let queues = BenchQueues(configuration)
        var figures = BusFigures()
        var progress = Progress(total: rounds * 8, label: "measurements")
        for round in 0..<rounds {
            // Who goes first alternates: the machine and the broker may get warmer or slower.
            let order: [BenchContender] = round.isMultiple(of: 2) ? [.bus, .raw] : [.raw, .bus]
            for contender in order {
                try await queues.with("\(contender.rawValue).single") { queue in
                    for mode in [BenchWork.Mode.publish, .consume] {
                        figures.add(contender, mode, try await measure(contender, mode, queue, messages))
                        progress.advance()
                    }
                }
            }
            for (mode, count) in [(BenchWork.Mode.batch, batchEvents), (.lone, loneMessages)] {
                for contender in order {
                    try await queues.with("\(contender.rawValue).\(mode.rawValue)") { queue in
                        var measurement = try await measure(contender, mode, queue, count)
                        // To C a batch is one message; here events are counted.
                        measurement.messages = count
                        figures.add(contender, mode, measurement)
                    }
                    progress.advance()
                }
            }
        }
        progress.finish()
        return figures
    }

    private func measure(
        _ contender: BenchContender, _ mode: BenchWork.Mode, _ queue: String, _ count: Int
    ) async throws -> Measurement {
        try await contender.measure(mode, queue: queue, count: count, configuration, file: configurationFile)
    }
}
