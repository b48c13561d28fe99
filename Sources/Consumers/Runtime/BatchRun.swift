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
        var ownership: QueueOwnership
    }

    let consumer: any Consumer
    let items: [InboundItem]
    let dispositions: [Disposition]
    let ownership: QueueOwnership
    let now: Timestamp

    /// - Throws: `BlamedError` when an item is the reason, any other error when none is known to be.
    func perform(in transaction: any LedgerTransaction) throws -> Report {
        let after = try ownership.assert(in: transaction, consumer: consumer.name)
        var session = consumer.session()
        var blocked: [String: Bool] = [:]
        var outcomes: [ItemOutcome] = []
        outcomes.reserveCapacity(items.count)
        for (place, item) in items.enumerated() {
            do {
                outcomes.append(
                    try settle(item, dispositions[place], &session, &blocked, transaction))
            } catch {
                throw BlamedError(item: place, error: error)
            }
        }
        try session.finish(in: transaction)
        return Report(outcomes: outcomes, ownership: after)
    }

    private func settle(
        _ item: InboundItem, _ disposition: Disposition, _ session: inout any ConsumerSession,
        _ blocked: inout [String: Bool], _ transaction: any LedgerTransaction
    ) throws -> ItemOutcome {
        if disposition == .wait { return .waiting }
        guard case .event(let event) = item.content else { return try parkUndecodable(item, transaction) }
        guard try transaction.enter(item.id, inboxOf: consumer.name) else { return .duplicate }
        guard consumer.entities.contains(where: { $0.matches(event.event.type) }) else { return .ignored }
        if try isBlocked(item.key, &blocked, transaction) {
            try transaction.park(
                parked(item, cause: Self.behind, detail: "waits behind an earlier event of its key", attempts: 0))
            return .behind
        }
        if case .park(let cause, let detail, let attempts) = disposition {
            try transaction.park(parked(item, cause: cause, detail: detail, attempts: attempts))
            blocked[item.key] = true
            return .parked
        }
        try session.handle(event, in: transaction)
        return .applied
    }

    /// Bytes without a readable key are parked under their own id: they can hold nobody up, and nobody can hold them up.
    private func parkUndecodable(_ item: InboundItem, _ transaction: any LedgerTransaction) throws -> ItemOutcome {
        guard case .undecodable(let reason, _) = item.content else { return .ignored }
        try transaction.park(parked(item, cause: Self.undecodable, detail: reason, attempts: 1))
        return .parked
    }

    private func isBlocked(
        _ key: String, _ known: inout [String: Bool], _ transaction: any LedgerTransaction
    ) throws -> Bool {
        if let answer = known[key] { return answer }
        let answer = try transaction.isBlocked(key: key, consumer: consumer.name)
        known[key] = answer
        return answer
    }

    private func parked(_ item: InboundItem, cause: String, detail: String, attempts: Int) -> ParkedEvent {
        ParkedEvent(
            consumer: consumer.name, eventID: item.id, key: item.key, cause: cause, detail: detail,
            attempts: attempts, parkedAt: now, bytes: item.bytes, routingKey: item.routingKey)
    }
}
