import JSON

/// Many confirms and many deliveries: memory must be flat after the first tenth.
struct MemoryBench: Sendable {
    let configuration: Configuration
    let configurationFile: String?
    let confirms: Int
    let deliveries: Int

    struct Figures: Sendable {
        var confirms: Measurement
        var deliveries: Measurement

        var isFlat: Bool { [confirms, deliveries].allSatisfy(MemoryBench.isFlat) }

        var json: JSONValue { ["confirms": Self.json(confirms), "deliveries": Self.json(deliveries), "flat": .bool(isFlat)] }

        private static func json(_ measurement: Measurement) -> JSONValue {
            [
                "messages": .integer(Int64(measurement.messages)),
                "residentKiBAtTenth": .integer(Int64(measurement.residentKiBAtTenth)),
                "residentKiBAtEnd": .integer(Int64(measurement.residentKiBAtEnd)),
                "maxResidentKiB": .integer(Int64(measurement.maxResidentKiB)),
                "flat": .bool(MemoryBench.isFlat(measurement)),
            ]
        }
    }

    /// The allocator's own unrest is a few hundred KiB; a leak of ten bytes a message would be several MiB.
    static func isFlat(_ measurement: Measurement) -> Bool {
        measurement.residentKiBAtEnd - measurement.residentKiBAtTenth <= 2048
    }

    func run() async throws -> Figures {
        let queues = BenchQueues(configuration)
        let published = try await queues.with("memory.publish") { queue in
            try await BenchContender.bus.measure(
                .publish, queue: queue, count: confirms, configuration, file: configurationFile)
        }
        let consumed = try await queues.with("memory.consume") { queue in
            // Filled by the baseline while our source empties it.
            async let filling = BenchContender.raw.measure(
                .publish, queue: queue, count: deliveries, configuration, file: configurationFile)
            let consumed = try await BenchContender.bus.measure(
                .consume, queue: queue, count: deliveries, configuration, file: configurationFile)
            _ = try await filling
            return consumed
        }
        return Figures(confirms: published, deliveries: consumed)
    }
}
