public import Logging
public import ServiceLifecycle
public import Store

/// Reports to the gate which generation of each receiver this gateway obeys.
///
/// A receipt is given when nothing of an older generation is under way any more: first every append begun under one has
/// returned, then what such appends left behind has reached the broker. For a pause (`holding`, `refusing`) that is every
/// live row from before it, so that nothing goes out after the pause counts as complete; for `releasing` it is every held row.
public struct GenerationReceipts: Service {
    private let intake: Intake
    private let gate: any ReceiverGate
    private let outbox: any OutboxStore
    private let progress: DispatchSignal
    private let process: String
    private let backoff: RetryBackoff
    private let logger: Logger
    /// Looks again at least this often, whether anything was said or not.
    private let safetyInterval = Duration.seconds(1)

    /// - Parameters:
    ///   - progress: `OutboxDispatcher.progress` of the outbox that the intake appends to.
    ///   - process: the name that receipts carry.
    public init(
        intake: Intake, progress: DispatchSignal, process: String, backoff: RetryBackoff = RetryBackoff(),
        logger: Logger
    ) {
        self.intake = intake
        gate = intake.gate
        outbox = intake.outbox
        self.progress = progress
        self.process = process
        self.backoff = backoff
        self.logger = logger
    }

    /// Runs until the task is cancelled or shut down gracefully. Never throws: what fails is tried again.
    public func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                let changed = DispatchSignal()
                group.addTask {
                    for await _ in gate.changes() { changed.wake() }
                }
                for system in intake.systems {
                    group.addTask { await follow(system.rawValue, changed) }
                }
            }
        }
    }

    private func follow(_ receiver: String, _ changed: DispatchSignal) async {
        var confirmed: Int64 = 0
        var failures = 0
        while !Task.isCancelled {
            let seen = changed.count
            let generation = gate.record(of: receiver).generation
            guard generation > confirmed else {
                await changed.wait(after: seen, atMost: safetyInterval)
                continue
            }
            do throws(StoreError) {
                if let obeyed = try await obey(receiver) { confirmed = obeyed }
                failures = 0
            } catch {
                failures += 1
                logger.warning(
                    "no receipt could be given yet", metadata: ["receiver": "\(receiver)", "error": "\(error)"])
                await changed.wait(
                    after: changed.count, atMost: backoff.delay(attempt: failures, jitter: .random(in: 0...1)))
            }
        }
    }

    /// - Returns: the generation confirmed; nil when a newer one has come meanwhile.
    private func obey(_ receiver: String) async throws(StoreError) -> Int64? {
        let record = await intake.admission.settle(receiver)
        let barrier = try await outbox.highestPosition()
        if let route = record.routeToDrain {
            var drain = OutboxDrain(outbox: outbox, system: receiver, route: route, through: barrier)
            while true {
                let seen = progress.count
                if try await drain.isComplete() { break }
                await progress.wait(after: seen, atMost: safetyInterval)
                guard !Task.isCancelled, gate.record(of: receiver).generation == record.generation else { return nil }
            }
        }
        try await gate.confirm(receiver, generation: record.generation, process: process)
        logger.info(
            "generation confirmed",
            metadata: [
                "receiver": "\(receiver)", "generation": "\(record.generation)", "state": "\(record.state.rawValue)",
            ])
        return record.generation
    }
}

extension ReceiverRecord {
    /// What must have left the outbox before the state is obeyed.
    fileprivate var routeToDrain: OutboxRoute? {
        switch state {
        case .open: nil
        case .holding, .refusing: .live
        case .releasing: .held
        }
    }
}
