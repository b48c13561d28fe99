import Bus
import Store

/// Applies one event that may kill the process: first it is parked, durably, then applied and taken out again in a second
/// transaction. If the process dies in between, the event stays parked and its innocent neighbours go on.
struct SuspectRun: Sendable {
    private static let detail = "delivered repeatedly without an answer"

    let worker: BatchWorker
    let item: InboundItem
    let event: DeliveredEvent

    func process(_ memory: inout BatchWorker.Memory) async throws(BatchWorker.Halt) {
        let start = ContinuousClock.now
        let bars = Disposition.park(cause: BatchRun.suspect, detail: Self.detail, attempts: 1)
        let run = BatchRun(
            consumer: worker.consumer, items: [item], dispositions: [bars], ownership: memory.ownership,
            now: worker.now())
        let first = try await commit { try run.perform(in: $0) }
        guard case .success(let report) = first else { return }
        memory.ownership = report.ownership
        var outcomes = report.outcomes
        if outcomes == [.parked] {
            let ownership = memory.ownership
            let second = try await commit { try apply($0, ownership) }
            switch second {
            case .success: outcomes = [.applied]
            case .failure(let failure): try await keep(failure)
            }
        }
        worker.metrics.committed(outcomes, in: .now - start)
        if let tag = memory.book.settle(item.delivery) { worker.acknowledge([tag]) }
    }

    private func apply(_ transaction: any LedgerTransaction, _ ownership: QueueOwnership) throws {
        _ = try ownership.assert(in: transaction, consumer: worker.consumer.name)
        var session = worker.consumer.session()
        do {
            try session.handle(event, in: transaction)
            try session.finish(in: transaction)
        } catch {
            throw BlamedError(item: 0, error: error)
        }
        try transaction.settleParked(item.id, consumer: worker.consumer.name, discardedBecause: nil)
    }

    /// It failed without killing anybody: it stays parked, with the cause that is known by now.
    private func keep(_ failure: AttemptFailure) async throws(BatchWorker.Halt) {
        guard let (cause, detail) = failure.verdict else { return }
        let parked = ParkedEvent(
            consumer: worker.consumer.name, eventID: item.id, key: item.key, cause: cause, detail: detail,
            attempts: 0, parkedAt: worker.now(), bytes: item.bytes, routingKey: item.routingKey)
        _ = try await commit { try $0.park(parked) }
        worker.noteParked(item, .park(cause: cause, detail: detail, attempts: 1))
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
