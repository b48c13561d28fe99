import Bus
import Foundation
import Store
import TestSupport

/// One seeded run: traffic on the broker, workers to which something happens, and the comparison afterwards.
struct FaultRun: Sendable {
    let plan: FaultPlan
    let broker: FaultBroker
    /// Where the ledger is, in a file `ledger.sqlite`.
    let data: String
    let folder: TemporaryDirectory
    let log = FaultLog()
    let crew: FaultCrew

    private init(_ plan: FaultPlan, _ broker: FaultBroker, _ folder: TemporaryDirectory, data: String) {
        self.plan = plan
        self.broker = broker
        self.folder = folder
        self.data = data
        crew = FaultCrew(broker)
    }

    var ledger: String { data + "/ledger.sqlite" }

    /// - Returns: what happened and what is wrong; never throws for what a worker did.
    static func run(_ plan: FaultPlan) async throws -> FaultReport {
        let broker = try await FaultBroker.shared()
        return try await TemporaryDirectory.with("lienthong-fault") { folder in
            guard plan.kind == .full else { return try await FaultRun(plan, broker, folder, data: folder.path).report(on: nil) }
            var report: FaultReport?
            try await TightDisk.with(mebibytes: 24) { disk in
                report = try await FaultRun(plan, broker, folder, data: disk.path).report(on: disk)
            }
            guard let report else { throw NeverHappened(description: "the run has no end") }
            return report
        }
    }

    private func report(on disk: TightDisk?) async throws -> FaultReport {
        var problems: [String]
        do {
            problems = try await result(on: disk)
        } catch {
            problems = ["\(error)"]
        }
        await crew.disband()
        var lines = crew.all.flatMap(\.lines)
        let failedSyncs = SyncReport(syncs).failures
        if failedSyncs > 0 { lines.append("fault \(failedSyncs) syncs failed") }
        problems += lines.filter { $0.hasPrefix("broken") }
        if plan.kind == .unsynced { problems += crew.all.flatMap(Self.commitsAfterFailedSync) }
        if !plan.kind.mayEndWorkers {
            problems += crew.all.flatMap { post in
                post.endings.filter { $0 != 128 + SIGKILL }.map { "\(post.name) ended by itself with \($0)" }
            }
        }
        let report = FaultReport(
            plan: plan, happened: lines.filter { $0.hasPrefix("fault ") || $0 == "store fenced" }, problems: problems,
            story: problems.isEmpty && !FaultSettings.tellsAll ? [] : log.all + crew.all.flatMap(\.story))
        // What is left would be in the way of the next run.
        if !problems.isEmpty { try await broker.clear() }
        return report
    }

    /// Workers that went on after a sync of the pool's transaction had failed: a later one that goes well proves nothing of
    /// what came before.
    private static func commitsAfterFailedSync(_ post: FaultPost) -> [String] {
        post.lives.compactMap { lines in
            guard let failure = lines.firstIndex(of: "store \(StoreError.Code.unavailable)") else { return nil }
            let later = lines[failure...].first { $0.hasPrefix("\(FaultEdge.afterCommit) ") }
            return later.map { "\(post.name) committed on after a failed sync: \($0)" }
        }
    }

    /// - Returns: what is wrong in the end.
    private func result(on disk: TightDisk?) async throws -> [String] {
        let traffic = try FaultTraffic(plan)
        try await broker.publish(traffic.messages)
        log.note("\(traffic.events.count) events in \(traffic.messages.count) messages")
        try await perform(on: disk)
        try await crew.finish()
        let outcomes = try await broker.collect()
        log.note("\(outcomes.count) messages of outcomes")
        return try await FaultCheck(traffic: traffic, outcomes: outcomes, left: try await broker.left()).problems(in: ledger)
    }

    /// Makes a post without starting it.
    func post(
        _ name: String, faults: [[Fault]], queues: [String]? = nil, environment: [String: String] = [:],
        firstEnvironment: [String: String] = [:]
    ) throws -> FaultPost {
        let orders = FaultOrders(
            ledger: ledger, port: broker.node.port, virtualHost: broker.virtualHost, user: broker.node.user,
            passwordFile: broker.node.folder + "/password", queues: queues ?? broker.queues, prefetch: plan.prefetch,
            batch: plan.batch, heartbeatSeconds: plan.kind == .paused ? 2 : 4, faults: [], trace: "", gate: gate.path,
            clock: clock.path)
        return FaultPost(
            name, orders, faults: faults, environment: environment, firstEnvironment: firstEnvironment, folder, log)
    }

    var gate: FaultGate { FaultGate(path: folder.file("gate")) }
    var clock: FaultClock { FaultClock(path: folder.file("clock")) }
    /// See `SyncReport`.
    var syncs: String { folder.file("syncs") }

    /// Asks until something has come about that workers bring about.
    func until(_ what: String, _ condition: () async throws -> Bool) async throws {
        try await eventually(what, within: .seconds(120), condition)
        log.note(what)
    }
}
