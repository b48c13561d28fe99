import Bus
import Store

/// Applies one event that may kill the process: the attempt is counted, durably, before it is made. An event that never
/// comes to an end is parked after some attempts, so that there is no loop of crashes and its innocent neighbours go on;
/// one that was only there when the process was killed from outside is applied as any other.
struct SuspectRun: Sendable {
    private static let detail = "the process ended whenever it was applied"

    let worker: BatchWorker
    let item: InboundItem

    func process(_ memory: inout BatchWorker.Memory) async throws(BatchWorker.Halt) {
        let start = ContinuousClock.now
        let (id, consumer) = (item.id, worker.consumer.name)
        let noted = try await commit { try $0.noteAttempt(at: id, consumer: consumer) }
        guard case .success(let attempt) = noted else { return try await acquit(&memory) }
        let isGuilty = attempt > worker.settings.suspectAttempts
        let disposition: Disposition =
            isGuilty ? .park(cause: BatchRun.suspect, detail: Self.detail, attempts: attempt - 1) : .apply
        let run = BatchRun(
            consumer: worker.consumer, items: [item], dispositions: [disposition], ownership: memory.ownership,
            now: worker.now())
        let ended = try await commit { transaction in
            let report = try run.perform(in: transaction)
            try transaction.forgetAttempts(at: id, consumer: consumer)
            return report
        }
        guard case .success(let report) = ended else { return try await acquit(&memory) }
        worker.metrics.committed(report.outcomes, in: .now - start)
        worker.settle([item], report, nil, &memory)
    }

    /// It failed without killing anybody, so what follows is as for any event that fails.
    private func acquit(_ memory: inout BatchWorker.Memory) async throws(BatchWorker.Halt) {
        let (id, consumer) = (item.id, worker.consumer.name)
        _ = try await commit { try $0.forgetAttempts(at: id, consumer: consumer) }
        var item = item
        item.isSuspect = false
        try await worker.process([item], &memory)
    }

    /// Commits, however long the store is away.
    /// - Returns: the failure when the event, not the store, is the reason.
    private func commit<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws(BatchWorker.Halt) -> CommitResult<Value> {
        var attempt = 0
        while true {
            do throws(StoreError) {
                return .success(try await worker.ledger.transact(body))
            } catch {
                let failure = AttemptFailure(error)
                worker.report(failure, [item])
                switch failure {
                case .storeAway: attempt += 1
                case .storeLost: throw .store(error)
                case .poison, .transient, .unattributed: return .failure(failure)
                }
            }
            try await worker.pause(attempt)
        }
    }

    private enum CommitResult<Value: Sendable> {
        case success(Value)
        case failure(AttemptFailure)
    }
}
