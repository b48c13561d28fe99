import Bus
import Store

/// Applies the items of one batch, in order, inside one transaction.
struct BatchRun: Sendable {
    /// Cause of an event that only queues behind another of its key.
    static let behind = "behind"
    static let undecodable = "undecodable"
    static let suspect = "suspect"

    struct Report: Sendable {
        var outcomes: [ItemOutcome]
        /// Why what is parked cannot be applied, by place; without what only queues behind it.
        var verdicts: [Int: Verdict]
        var ownership: QueueOwnership
    }

    struct Verdict: Sendable, Hashable {
        var cause: String
        var detail: String
        /// How often it was tried.
        var attempts: Int
    }

    let consumer: any Consumer
    let items: [InboundItem]
    /// By place; empty when all are to be applied.
    var dispositions: [Disposition] = []
    let ownership: QueueOwnership
    let now: Timestamp

    /// - Throws: `BlamedError` when an item is the reason, any other error when none is known to be.
    func perform(in transaction: any LedgerTransaction) throws -> Report {
        let after = try ownership.assert(in: transaction, consumer: consumer.name)
        var progress = Progress(consumer, items.count)
        for place in items.indices {
            do {
                try settle(place, &progress, transaction)
            } catch {
                throw BlamedError(item: place, error: error)
            }
        }
        try progress.session.finish(in: transaction)
        return Report(outcomes: progress.outcomes, verdicts: progress.verdicts, ownership: after)
    }

    /// How far the run has come, and what it asks its consumer once only.
    private struct Progress {
        let name: String
        var session: any ConsumerSession
        var outcomes: [ItemOutcome] = []
        var verdicts: [Int: Verdict] = [:]
        /// Whether a key is blocked; at most one entry for each item of the batch.
        var blocked: [String: Bool] = [:]

        init(_ consumer: any Consumer, _ count: Int) {
            name = consumer.name
            session = consumer.session()
            outcomes.reserveCapacity(count)
            blocked.reserveCapacity(count)
        }

        mutating func isBlocked(_ key: String, _ transaction: any LedgerTransaction) throws -> Bool {
            if let answer = blocked[key] { return answer }
            let answer = try transaction.isBlocked(key: key, consumer: name)
            blocked[key] = answer
            return answer
        }
    }

    private func settle(
        _ place: Int, _ progress: inout Progress, _ transaction: any LedgerTransaction
    ) throws {
        let disposition = dispositions.isEmpty ? .apply : dispositions[place]
        if case .wait = disposition { return progress.outcomes.append(.waiting) }
        switch items[place].content {
        case .event(let event):
            progress.outcomes.append(try settle(event, place, disposition, &progress, transaction))
        case .undecodable(let bytes):
            // Without a readable key they are parked under their own id: they can hold nobody up, and nobody can hold
            // them up.
            let verdict = Verdict(cause: Self.undecodable, detail: bytes.reason, attempts: 1)
            progress.outcomes.append(try park(place, verdict, &progress, transaction))
        }
    }

    private func settle(
        _ event: DeliveredEvent, _ place: Int, _ disposition: Disposition, _ progress: inout Progress,
        _ transaction: any LedgerTransaction
    ) throws -> ItemOutcome {
        let item = items[place]
        guard try transaction.enter(item.inboxEntry, inboxOf: progress.name) else { return .duplicate }
        guard item.isWanted else { return .ignored }
        if try progress.isBlocked(item.key, transaction) {
            let detail = "waits behind an earlier event of its key"
            try transaction.park(parked(item, progress.name, Verdict(cause: Self.behind, detail: detail, attempts: 0)))
            return .behind
        }
        if case .park(let cause, let detail, let attempts) = disposition {
            return try park(place, Verdict(cause: cause, detail: detail, attempts: attempts), &progress, transaction)
        }
        let before = (transaction.changeCount, progress.session.changeCount)
        do {
            try progress.session.handle(event, in: transaction)
            return .applied
        } catch {
            // It has left nothing behind that would have to be rolled back, so the others need not be applied again.
            guard before.1 != nil, before == (transaction.changeCount, progress.session.changeCount),
                case .poison(_, let cause, let detail) = AttemptFailure(of: error, at: place)
            else { throw error }
            let verdict = Verdict(cause: cause, detail: detail, attempts: item.failures + 1)
            return try park(place, verdict, &progress, transaction)
        }
    }

    private func park(
        _ place: Int, _ verdict: Verdict, _ progress: inout Progress, _ transaction: any LedgerTransaction
    ) throws -> ItemOutcome {
        let item = items[place]
        try transaction.park(parked(item, progress.name, verdict))
        progress.blocked[item.key] = true
        progress.verdicts[place] = verdict
        return .parked
    }

    private func parked(_ item: InboundItem, _ consumer: String, _ verdict: Verdict) -> ParkedEvent {
        ParkedEvent(
            consumer: consumer, eventID: item.id, key: item.key, cause: verdict.cause, detail: verdict.detail,
            attempts: verdict.attempts, parkedAt: now, bytes: item.bytes, routingKey: item.routingKey)
    }
}
