import Bus

/// One open transaction on a copy of the state. Used by one thread only, inside `MemoryLedger.transact`.
final class MemoryLedgerTransaction: LedgerTransaction {
    private(set) var state: MemoryState { didSet { changeCount += 1 } }
    /// Also of a write that leaves everything as it was.
    private(set) var changeCount = 0
    private let now: @Sendable () -> Timestamp

    init(_ state: MemoryState, now: @escaping @Sendable () -> Timestamp) {
        self.state = state
        self.now = now
    }

    func enter(_ event: InboxEntry, inboxOf consumer: String) throws(StoreError) -> Bool {
        let isApplied = consumer == DeclarationRecord.consumer && state.ledger.history[event.key]?[event.id] != nil
        return !isApplied && state.ledger.inboxes[consumer, default: []].insert(event).inserted
    }

    func declaration(_ key: String) throws(StoreError) -> DeclarationRecord? { state.ledger.declarations[key] }

    func save(_ declaration: DeclarationRecord, applied history: WrittenHistory) throws(StoreError) {
        state.ledger.declarations[declaration.key] = declaration
        for event in history.events where state.ledger.history[declaration.key]?[event.id] == nil {
            state.ledger.history[declaration.key, default: [:]][event.id] = event
        }
    }

    func define(_ reference: String, as key: String) throws(StoreError) { state.ledger.references[reference] = key }

    func resolve(_ reference: String) throws(StoreError) -> String? { state.ledger.references[reference] }

    func value(_ key: String, of consumer: String) throws(StoreError) -> [UInt8]? { state.ledger.values[consumer]?[key] }

    func setValue(_ value: [UInt8]?, _ key: String, of consumer: String) throws(StoreError) {
        try ConsumerValue.check(key, value)
        state.ledger.values[consumer, default: [:]][key] = value
    }

    func await(_ reference: String, event: EncodedEvent) throws(StoreError) {
        let isWaiting = state.ledger.waiting.contains { $0.reference == reference && $0.event.id == event.id }
        if !isWaiting { state.ledger.waiting.append(.init(reference: reference, event: event)) }
    }

    func takeWaiting(for reference: String) throws(StoreError) -> [EncodedEvent] {
        let taken = state.ledger.waiting.filter { $0.reference == reference }
        if !taken.isEmpty { state.ledger.waiting.removeAll { $0.reference == reference } }
        return taken.map(\.event)
    }

    func emit(_ written: WrittenDraft) throws(StoreError) {
        do {
            try state.outbox.emit(written.draft, recorded: now())
        } catch {
            throw StoreError(.invalid, "an outgoing event cannot be encoded: \(error.reason)", cause: error)
        }
    }

    func park(_ event: ParkedEvent) throws(StoreError) {
        guard let index = index(event.eventID, event.consumer) else {
            state.ledger.parked.append(event)
            return
        }
        state.ledger.parked[index].attempts += event.attempts
        state.ledger.parked[index].cause = event.cause
        state.ledger.parked[index].detail = event.detail
    }

    func isBlocked(key: String, consumer: String) throws(StoreError) -> Bool {
        state.ledger.parked.contains { $0.consumer == consumer && $0.key == key }
    }

    func parked(consumer: String, key: String) throws(StoreError) -> [ParkedEvent] {
        state.ledger.parked.filter { $0.consumer == consumer && $0.key == key }
    }

    func settleParked(
        _ eventID: String, consumer: String, discardedBecause reason: String?
    ) throws(StoreError) {
        guard let index = index(eventID, consumer) else {
            if reason == nil { return }
            throw StoreError.notParked(eventID, consumer: consumer)
        }
        let event = state.ledger.parked.remove(at: index)
        if let reason {
            state.ledger.discarded[.init(consumer: consumer, eventID: eventID)] =
                .init(event: event, reason: reason, at: now())
        }
    }

    func noteAttempt(at eventID: String, consumer: String) throws(StoreError) -> Int {
        state.ledger.attempts[.init(consumer: consumer, eventID: eventID), default: 0] += 1
        return state.ledger.attempts[.init(consumer: consumer, eventID: eventID), default: 1]
    }

    func forgetAttempts(at eventID: String, consumer: String) throws(StoreError) {
        state.ledger.attempts[.init(consumer: consumer, eventID: eventID)] = nil
    }

    func claim(partition: String) throws(StoreError) -> Int64 {
        state.ledger.epochs[partition, default: 0] += 1
        return state.ledger.epochs[partition, default: 1]
    }

    func assertOwner(of partition: String, epoch: Int64) throws(StoreError) {
        let highest = state.ledger.epochs[partition] ?? 0
        guard highest <= epoch else {
            throw StoreError.fenced(partition: partition, epoch: epoch, by: highest)
        }
    }

    private func index(_ eventID: String, _ consumer: String) -> Int? {
        state.ledger.parked.firstIndex { $0.eventID == eventID && $0.consumer == consumer }
    }
}
