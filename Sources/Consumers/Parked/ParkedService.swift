public import Bus
public import Store

/// What operators do with parked events.
public struct ParkedService: Sendable {
    /// Events applied in one transaction of a release.
    private static let chunk = 256

    private let ledger: any Ledger
    private let consumers: [String: any Consumer]
    private let codes: any CodesInForce
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - consumers: those whose events this process can apply again.
    ///   - now: the time of day, for marks such as "parked at".
    public init(
        ledger: any Ledger, consumers: [any Consumer], codes: any CodesInForce = NoCatalogs(),
        now: @escaping @Sendable () -> Timestamp = SystemClock.now
    ) {
        self.ledger = ledger
        self.consumers = Dictionary(consumers.map { ($0.name, $0) }) { first, _ in first }
        self.codes = codes
        self.now = now
    }

    /// Parked events, oldest first.
    /// - Parameter limit: 1,000 by default.
    public func list(
        consumer: String? = nil, key: String? = nil, limit: Int = 1_000
    ) async throws(StoreError) -> [ParkedEvent] {
        try await ledger.parked(consumer: consumer, key: key, limit: limit)
    }

    /// The parked events of a key; nil when there are none.
    public func show(consumer: String, key: String) async throws(StoreError) -> ParkedLine? {
        let line = try await ledger.parked(consumer: consumer, key: key, limit: .max)
        guard let head = line.first else { return nil }
        return ParkedLine(head: head, behind: Array(line.dropFirst()))
    }

    /// Applies a key's parked events again, in order, through their consumer. Stops at the first that fails again: its
    /// attempts rise, and it and all behind it stay. Live events of the key queue up behind until the last is applied.
    /// What could not be read has a key of its own (`undecodable:<sha-256>`): releasing it reads it again.
    /// - Throws: `ParkedError`, `StoreError`. What was applied before stays applied.
    public func release(consumer name: String, key: String) async throws -> ParkedRelease {
        guard let consumer = consumers[name] else {
            throw ParkedError(.unknownConsumer, "no consumer \(name) in this process")
        }
        let run = ReleaseRun(consumer: consumer, key: key, codes: codes, now: now())
        var report = ParkedRelease(released: [], stoppedAt: nil, detail: nil, remaining: 0)
        var limit = Self.chunk
        while true {
            do throws(StoreError) {
                let applied = try await ledger.transact { [limit] in try run.perform(in: $0, limit: limit) }
                report.released += applied
                if applied.isEmpty { return report }
                limit = Self.chunk
            } catch {
                let failure = AttemptFailure(error)
                guard let verdict = failure.verdict else { throw error }
                // Those before the guilty one are applied in a transaction of their own; then it is first, and is charged.
                if let item = failure.item, item > 0 {
                    limit = item
                } else if failure.item == nil, limit > 1 {
                    limit = 1
                } else {
                    let charged = try await ledger.transact { try run.charge(verdict.cause, verdict.detail, in: $0) }
                    report.stoppedAt = charged.eventID
                    report.remaining = charged.remaining
                    report.detail = "\(verdict.cause): \(verdict.detail)"
                    return report
                }
            }
        }
    }

    /// Takes a parked event out for good, with a reason. What waits behind it can be released then.
    /// - Throws: `ParkedError` when it is not parked, or not the first of its key; `StoreError`.
    public func discard(_ eventID: String, consumer: String, key: String, reason: String) async throws {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw ParkedError(.reasonMissing, "say why the event is discarded")
        }
        let refusal = try await ledger.transact { transaction -> ParkedError? in
            let line = try transaction.parked(consumer: consumer, key: key)
            guard let place = line.firstIndex(where: { $0.eventID == eventID }) else {
                return ParkedError(.notFound, "event \(eventID) is not parked for \(consumer) under this key")
            }
            guard place == 0 else {
                return ParkedError(.notFirst, "\(place) earlier events of its key are parked; begin with \(line[0].eventID)")
            }
            try transaction.settleParked(eventID, consumer: consumer, discardedBecause: reason)
            return nil
        }
        if let refusal { throw refusal }
    }
}
