import Foundation
import Store
import TestSupport

extension FaultRun {
    /// Starts the workers and lets happen to them what the plan says; returns when nothing more will.
    func perform(on disk: TightDisk?) async throws {
        switch plan.kind {
        case .killed: try crew.start(post("worker", faults: plan.faults[0]))
        case .shared: try share()
        case .paused: try await pause()
        case .full: if let disk { try await fill(disk) }
        case .locked: try await lock()
        case .unsynced: try await failSync()
        case .clock: try await jump()
        }
    }

    private func share() throws {
        let half = broker.queues.count / 2
        for (place, faults) in plan.faults.enumerated() {
            let own = place == 0 ? broker.queues.prefix(half) : broker.queues.suffix(half)
            try crew.start(post("worker-\(place + 1)", faults: faults, queues: plan.isDivided ? Array(own) : nil))
        }
    }

    /// The owner stands still, wherever that is; its successor begins when the broker has given up the owner's connection. An
    /// owner that stands still within a transaction keeps the ledger's lock: then nobody commits before it is woken.
    private func pause() async throws {
        let owner = try post("owner", faults: plan.faults[0])
        try crew.start(owner)
        try await until("the owner stands still or has nothing left") {
            if owner.hasSaid("fault ") { return true }
            return try await crew.isDrained()
        }
        guard owner.hasSaid("fault ") else { return }
        let successor = try post("successor", faults: plan.faults[1])
        try crew.start(successor)
        try await until("the successor has taken over") {
            try await successor.mend()
            if successor.hasSaid("store busy") { return true }
            guard successor.isReady else { return false }
            return try await broker.left() == 0
        }
        if let pause = FaultSettings.pause { try await Task.sleep(for: pause) }
        owner.send(SIGCONT)
        try await until("the owner is awake") { owner.hasSaid("woken") }
    }

    private func fill(_ disk: TightDisk) async throws {
        let worker = try await held()
        guard worker.hasSaid("fault ") else { return }
        try disk.fill(leaving: plan.room)
        try await gate.open()
        try await until("the disk was full") { worker.hasSaid("store full") || worker.hasSaid("mark full") }
        try disk.makeRoom()
    }

    /// The runner is the other process: its transaction lasts until the worker has met it.
    private func lock() async throws {
        let worker = try await held()
        guard worker.hasSaid("fault ") else { return }
        let other = try await SQLiteLedger(path: ledger, partitioning: FaultBroker.partitioning)
        let (began, release) = (DispatchSignal(), DispatchSemaphore(value: 0))
        let locking = Task {
            while true {
                do {
                    // Blocks the connection's own thread and no other.
                    return try await other.transact { _ in
                        began.wake()
                        _ = release.wait(timeout: .now() + 120)
                    }
                } catch let error as StoreError where error.code == .busy {
                    continue
                }
            }
        }
        await began.wait(after: 0, atMost: .seconds(60))
        try await gate.open()
        do {
            try await until("the ledger was locked") { worker.hasSaid("store busy") || worker.hasSaid("mark busy") }
        } catch {
            release.signal()
            throw error
        }
        release.signal()
        try await locking.value
        try await other.close()
    }

    /// Starts a worker, and returns when it waits at the gate or has nothing left.
    private func held() async throws -> FaultPost {
        _ = try FaultGate.make(at: gate.path)
        let worker = try post("worker", faults: plan.faults[0])
        try crew.start(worker)
        try await until("the worker waits at the gate or has nothing left") {
            if worker.hasSaid("fault ") { return true }
            return try await crew.isDrained()
        }
        return worker
    }

    /// Some syncs fail and the worker goes on; or all do, until the machine goes down with what was never brought to the disk.
    private func failSync() async throws {
        let environment = try await FaultShim.environment(
            syncFirst: plan.sync.first, count: plan.sync.count, report: syncs)
        let worker = try post("worker", faults: [], firstEnvironment: environment)
        try crew.start(worker)
        guard plan.sync.count == 0 else { return }
        try await until("syncs fail, or nothing is left") {
            if !worker.isRunning || SyncReport(syncs).failures >= 3 { return true }
            return try await crew.isDrained()
        }
        try await worker.kill()
        try SyncReport(syncs).lose(from: ledger)
        try worker.start()
    }

    private func jump() async throws {
        let clock = try FaultClock.make(at: clock.path)
        try crew.start(post("worker", faults: plan.faults[0], environment: try await FaultShim.environment(clock)))
    }
}
