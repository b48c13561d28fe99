import Bus
import Store

/// Applies parked events of one key inside one transaction.
struct ReleaseRun: Sendable {
    struct Charged: Sendable {
        /// nil when nothing is parked any more.
        var eventID: String?
        var remaining: Int
    }

    let consumer: any Consumer
    let key: String
    let codes: any CodesInForce
    let now: Timestamp

    /// - Returns: ids of what was applied and taken out; none when nothing is parked.
    /// - Throws: `BlamedError` with the place of the event that failed.
    func perform(in transaction: any LedgerTransaction, limit: Int) throws -> [String] {
        let line = try transaction.parked(consumer: consumer.name, key: key).prefix(limit)
        var session = consumer.session()
        for (place, parked) in line.enumerated() {
            do {
                let event = try decode(parked)
                try transaction.settleParked(parked.eventID, consumer: consumer.name, discardedBecause: nil)
                if InboundItem.isUndecodable(parked.eventID, parked.bytes) {
                    try takeIn(event, parked, &session, transaction)
                } else {
                    try session.handle(event, in: transaction)
                }
            } catch {
                throw BlamedError(item: place, error: error)
            }
        }
        try session.finish(in: transaction)
        return line.map(\.eventID)
    }

    /// Bytes that could not be read when they came; perhaps this version can. The event takes its place in the inbox by its
    /// own id, and behind what is parked of its key.
    private func takeIn(
        _ event: DeliveredEvent, _ parked: ParkedEvent, _ session: inout any ConsumerSession,
        _ transaction: any LedgerTransaction
    ) throws {
        guard try transaction.enter(event.event.inboxEntry, inboxOf: consumer.name) else { return }
        guard consumer.entities.contains(where: { $0.matches(event.event.type) }) else { return }
        if try transaction.isBlocked(key: event.event.partitionKey, consumer: consumer.name) {
            return try transaction.park(
                ParkedEvent(
                    consumer: consumer.name, eventID: event.event.id, key: event.event.partitionKey,
                    cause: BatchRun.behind, detail: parked.detail, attempts: 0, parkedAt: now, bytes: parked.bytes,
                    routingKey: parked.routingKey))
        }
        try session.handle(event, in: transaction)
    }

    /// Adds an attempt to the first event of the key.
    func charge(_ cause: String, _ detail: String, in transaction: any LedgerTransaction) throws -> Charged {
        let line = try transaction.parked(consumer: consumer.name, key: key)
        guard var head = line.first else { return Charged(eventID: nil, remaining: 0) }
        head.cause = cause
        head.detail = detail
        head.attempts = 1
        try transaction.park(head)
        return Charged(eventID: head.eventID, remaining: line.count)
    }

    private func decode(_ parked: ParkedEvent) throws -> DeliveredEvent {
        do {
            let event = try EventCodec.decode(parked.bytes)
            return DeliveredEvent(
                DecodedEvent(event: event, bytes: parked.bytes), routingKey: parked.routingKey, codes: codes)
        } catch {
            throw ConsumerFailure.poison(BatchRun.undecodable, error.reason)
        }
    }
}
