import Bus
import Foundation
import Simulator
import Store

/// The work of one measurement, in stores of its own, on a broker whose objects are there and empty.
struct PathWork: Sendable {
    enum Mode: String, CaseIterable, Sendable {
        /// Native bytes to committed effects and confirmed outcomes.
        case path
        /// Native bytes to the partition queues, where they stay.
        case fill
        /// As `fill`, with events among them that cannot be applied.
        case poisonFill
        /// What lies in the partition queues to committed effects and confirmed outcomes.
        case pool
        /// As `pool`, without a word of what is parked.
        case poisonPool
        /// As `path`, at a given rate, with the time that each event takes.
        case latency
        /// As `latency`, with the pool in two processes, one of which is killed.
        case takeover
        /// As `path`, one stage after the other.
        case stages
        /// A past for the ledger; nothing goes over the broker.
        case preload
    }

    /// Its data folder is the measurement's own.
    let configuration: Configuration
    let traffic: PathTraffic
    /// Concurrent senders.
    let submitters: Int
    /// Of `pool`: messages that lie in the partition queues. Of `preload`: events.
    var expected = 0
    /// Of `pool`: events in those messages.
    var events = 0
    /// Of `latency` and `takeover`: events a second.
    var rate = 1000.0
    let broker: BrokerCPU
    /// For processes of its own; nil for the one that is found without a name.
    var configurationFile: String?

    func run(_ mode: Mode) async throws -> PathMeasurement {
        let stores = try await Stores.open(configuration)
        do {
            let measurement = try await run(mode, stores)
            await stores.close()
            return measurement
        } catch {
            await stores.close()
            throw error
        }
    }

    private func run(_ mode: Mode, _ stores: Stores) async throws -> PathMeasurement {
        switch mode {
        case .path: try await path(stores)
        case .fill: try await fill(stores, poisoned: false)
        case .poisonFill: try await fill(stores, poisoned: true)
        case .pool: try await pool(stores, bus)
        case .poisonPool: try await pool(stores, BusAccess(configuration, logger: Bootstrap.silent))
        case .latency: try await PathLatencyWork(work: self).run(stores)
        case .takeover: try await PathTakeoverWork(work: self).run(stores)
        case .stages: try await PathStagesWork(work: self).run(stores)
        case .preload:
            try await PathPreload(
                stores: stores, events: expected, seed: traffic.seed,
                file: configuration.path(configuration.data) + "/ledger.sqlite"
            ).run()
        }
    }

    var bus: BusAccess { BusAccess(configuration, logger: Bootstrap.quiet) }

    /// A measurement far below the slowest that is of any interest ends with an error, not never.
    func limit(events: Int) -> Duration { .seconds(120 + events / 200) }

    private func path(_ stores: Stores) async throws -> PathMeasurement {
        // Made beforehand: neither its time nor its CPU counts.
        let messages = try traffic.messages(of: 0..<traffic.blocks)
        let gateway = try await PathGateway(stores, bus)
        let pool = try await PathPool(stores, configuration, bus)
        try await gateway.connect()
        try await pool.connect()
        let measurement = try await PathServices.running(
            [gateway.dispatcher.run, pool.outcomes.run, pool.runtime.run], limit: limit(events: messages.count * 2),
            of: "the whole path"
        ) {
            let meter = PathMeter(broker)
            try await PathSubmitters(intake: gateway.intake, count: submitters).submit(messages)
            try await gateway.dispatcher.emptied(gateway.outbox)
            try await pool.finished(messages: gateway.published.counts.messages)
            var measurement = meter.finish()
            measurement.nativeMessages = messages.count
            measurement.events = Int(try await gateway.outbox.highestPosition())
            return try await pool.counted(measurement, queueMessages: gateway.published.counts.messages)
        }
        await gateway.close()
        await pool.close()
        return measurement
    }

    /// Some blocks at a time, so that memory does not grow with the backlog.
    private func fill(_ stores: Stores, poisoned: Bool) async throws -> PathMeasurement {
        let gateway = try await PathGateway(stores, bus, poisoned: poisoned)
        try await gateway.connect()
        let measurement = try await PathServices.running(
            [gateway.dispatcher.run], limit: limit(events: traffic.declarations * 20), of: "filling the queues"
        ) {
            let meter = PathMeter(broker)
            let submitters = PathSubmitters(intake: gateway.intake, count: submitters)
            var natives = 0
            let step = 20
            for first in stride(from: 0, to: traffic.blocks, by: step) {
                let messages = try traffic.messages(of: first..<min(first + step, traffic.blocks))
                natives += messages.count
                try await submitters.submit(messages)
            }
            try await gateway.dispatcher.emptied(gateway.outbox)
            var measurement = meter.finish()
            measurement.nativeMessages = natives
            measurement.poisoned = gateway.poisoning?.added ?? 0
            measurement.events = Int(try await gateway.outbox.highestPosition())
            measurement.queueMessages = gateway.published.counts.messages
            return measurement
        }
        await gateway.close()
        return measurement
    }

    private func pool(_ stores: Stores, _ bus: BusAccess) async throws -> PathMeasurement {
        let pool = try await PathPool(stores, configuration, bus, backlog: expected)
        try await pool.connect()
        let before = try await pool.ledger.outbox.highestPosition()
        let measurement = try await PathServices.running(
            [pool.outcomes.run, pool.runtime.run], limit: limit(events: events), of: "draining the queues"
        ) {
            // The runtime begins now, with its connection.
            let meter = PathMeter(broker)
            try await pool.finished(messages: expected)
            var measurement = meter.finish()
            measurement.events = events
            measurement = try await pool.counted(measurement, queueMessages: expected)
            measurement.outcomes -= Int(before)
            measurement.tenths = pool.source.tenths?.rates(events: events) ?? []
            return measurement
        }
        await pool.close()
        return measurement
    }
}
