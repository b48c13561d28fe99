import Bus
import Foundation
import JSON

/// The whole path, the pool alone and the raw baseline in turn, round after round; each measurement in a process of its own.
struct PathBench: Sendable {
    let configuration: Configuration
    let configurationFile: String?
    let plan: PathPlan

    /// Clears the broker and the disk also when it fails or is interrupted.
    func run() async throws -> PathFigures {
        let broker = try PathBroker(configuration)
        // It also takes away what is made here.
        _ = try BenchContender.rawExecutable()
        // Before anything costs time: whether this broker may be used at all.
        try await broker.prepare()
        do {
            let folder = try PathFolder(under: plan.folder)
            defer { folder.removeAll() }
            let figures = try await run(folder, broker)
            await clear(broker)
            return figures
        } catch {
            await clear(broker)
            throw error
        }
    }

    private func clear(_ broker: PathBroker) async {
        await broker.clear()
        // Not part of a cancelled task. What it cannot delete, the next baseline does.
        if plan.needsCeiling { await Task { try? await RawPath.clear(configuration) }.value }
    }

    private func run(_ folder: PathFolder, _ broker: PathBroker) async throws -> PathFigures {
        let sample = try PathTraffic.sample(seed: plan.seed)
        var figures = PathFigures(plan: plan, sample: sample)
        if plan.measures(.pool), plan.ledgerEvents > 0 {
            let traffic = PathTraffic(seed: plan.seed, declarations: 1)
            let child = child(folder.sub("aged"), traffic)
            figures.preload = try await child.run(.preload, expected: plan.ledgerEvents)
        }
        var progress = Progress(total: plan.rounds, label: "rounds")
        for number in 0..<plan.rounds {
            let (round, check) = try await round(number, sample, folder, broker)
            figures.add(round, check)
            progress.advance()
        }
        progress.finish()
        return figures
    }

    private func round(
        _ number: Int, _ sample: PathTraffic.Sample, _ folder: PathFolder, _ broker: PathBroker
    ) async throws -> (PathRound, PathCheck) {
        var round = PathRound()
        var check = PathCheck()
        func traffic(_ events: Int) -> PathTraffic {
            PathTraffic(
                seed: plan.seed &+ UInt64(number),
                declarations: max(Int(Double(events) / sample.eventsPerDeclaration), 1))
        }
        // Who goes first alternates: the machine and the broker may get warmer or slower.
        let ceilingFirst = number.isMultiple(of: 2)
        if plan.needsCeiling, ceilingFirst { try await ceiling(sample, &round) }
        if plan.measures(.path) {
            let traffic = traffic(plan.events)
            try await broker.prepare()
            round.path = try await child(folder.sub("path"), traffic).run(.path)
            try await emptied(broker)
            check += try await checked(folder.sub("path"), traffic)
            folder.remove("path")
        }
        if plan.needsCeiling, !ceilingFirst { try await ceiling(sample, &round) }
        if plan.measuresPool {
            let traffic = traffic(plan.backlog)
            // With a past or poison and without take turns in going first, for the same reason.
            let plainFirst = ceilingFirst
            if !plainFirst { try await others(folder, traffic, broker, &round, &check) }
            (round.fill, round.pool) = try await pool(folder.sub("pool"), traffic, broker)
            check += try await checked(folder.sub("pool"), traffic)
            folder.remove("pool")
            if plainFirst { try await others(folder, traffic, broker, &round, &check) }
        }
        if plan.measures(.latency) {
            let traffic = traffic(Int(plan.rate * Double(plan.latencySeconds)))
            try await broker.prepare()
            round.latency = try await child(folder.sub("latency"), traffic).run(.latency)
            try await emptied(broker)
            check += try await checked(folder.sub("latency"), traffic)
            folder.remove("latency")
        }
        if plan.measures(.takeover) {
            let traffic = traffic(Int(plan.rate * Double(plan.latencySeconds)))
            try await broker.prepare()
            round.takeover = try await child(folder.sub("takeover"), traffic).run(.takeover)
            try await emptied(broker)
            check += try await checked(folder.sub("takeover"), traffic)
            folder.remove("takeover")
        }
        if plan.measures(.stages) {
            let traffic = traffic(plan.events)
            try await broker.prepare()
            round.stages = try await child(folder.sub("stages"), traffic).run(.stages)
            check += try await checked(folder.sub("stages"), traffic)
            folder.remove("stages")
        }
        return (round, check)
    }

    private func ceiling(_ sample: PathTraffic.Sample, _ round: inout PathRound) async throws {
        let cpu = BrokerCPU(pid: plan.brokerPID)
        let before = cpu.seconds
        round.ceiling = try await RawPath.measure(
            events: plan.events, bytes: sample.bytes, outcomeBytes: sample.bytes, configuration)
        if let before, let after = cpu.seconds { round.ceilingBrokerSeconds = after - before }
    }

    private func pool(
        _ data: String, _ traffic: PathTraffic, _ broker: PathBroker, poisoned: Bool = false
    ) async throws -> (fill: PathMeasurement, pool: PathMeasurement) {
        try await broker.prepare()
        let child = child(data, traffic)
        let fill = try await child.run(poisoned ? .poisonFill : .fill)
        let lying = try await broker.lying().reduce(0) { $0 + $1.messages }
        let pool = try await child.run(poisoned ? .poisonPool : .pool, expected: lying, events: fill.events)
        try await emptied(broker)
        return (fill, pool)
    }

    /// The same backlog once more, with a ledger that has a past, and with poison.
    private func others(
        _ folder: PathFolder, _ traffic: PathTraffic, _ broker: PathBroker, _ round: inout PathRound, _ check: inout PathCheck
    ) async throws {
        if plan.measures(.pool), plan.ledgerEvents > 0 {
            folder.remove("aged/" + configuration.outbox)
            round.aged = try await pool(folder.sub("aged"), traffic, broker).pool
            check += try await checked(folder.sub("aged"), traffic)
        }
        if plan.measures(.poison) {
            let measured = try await pool(folder.sub("poison"), traffic, broker, poisoned: true)
            round.poison = measured.pool
            check += try await checked(folder.sub("poison"), traffic, poisoned: measured.fill.poisoned)
            folder.remove("poison")
        }
    }

    /// What the pool has acknowledged must have left the queues.
    private func emptied(_ broker: PathBroker) async throws {
        let left = try await broker.lying().filter { $0.messages > 0 }
        guard left.isEmpty else {
            let names = left.map { "\($0.queue): \($0.messages)" }.joined(separator: ", ")
            throw CommandFailure(.no, "messages lie in queues though all were acknowledged: \(names)")
        }
    }

    private func checked(_ data: String, _ traffic: PathTraffic, poisoned: Int = 0) async throws -> PathCheck {
        var configuration = configuration
        configuration.data = data
        return try await PathCheck.run(configuration, traffic, poisoned: poisoned)
    }

    private func child(_ data: String, _ traffic: PathTraffic) -> PathChild {
        PathChild(configurationFile: configurationFile, data: data, traffic: traffic, plan: plan)
    }
}
