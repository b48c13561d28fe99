import Bus
import Events
import Store

/// The declarations that one transaction touches: each is read at its first event and written once, at the end.
struct DeclarationSession: ConsumerSession {
    /// Bounded by the runtime's batch: an event touches one declaration, a cancellation those of one slip.
    private var states: [String: DeclarationState] = [:]

    mutating func handle(_ delivered: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        try handle(delivered, meaning: try DeclarationEvent(delivered.event), in: transaction)
    }

    /// - Parameter meaning: what the event says, already read.
    mutating func handle(
        _ delivered: DeliveredEvent, meaning: DeclarationEvent, in transaction: any LedgerTransaction
    ) throws {
        let event = delivered.event
        switch meaning.target {
        case .nothing:
            break
        case .declaration(let number):
            try apply(meaning.fact, of: event, to: number.key, version: number.version, in: transaction)
            if let reference = meaning.defines { try define(reference, number.key, in: transaction) }
            try conclude(number.key, cause: delivered, in: transaction)
        case .reference(let reference):
            // Kept beyond the declarations that are known now: others may be named by the same reference later.
            try transaction.await(reference.description, event: delivered.encoded)
            for key in try ReferenceBook(reference, in: transaction).keys() {
                try apply(meaning.fact, of: event, to: key, version: nil, in: transaction)
                try conclude(key, cause: delivered, in: transaction)
            }
        }
    }

    mutating func finish(in transaction: any LedgerTransaction) throws {
        for (key, state) in states.sorted(by: { $0.key < $1.key }) {
            let status = state.published?.status ?? .registered
            try transaction.save(DeclarationRecord(key: key, status: status.rawValue, state: state.encoded()))
        }
    }

    /// Makes the reference mean this declaration, and applies what has waited for it.
    private mutating func define(
        _ reference: DeclarationEvent.Reference, _ key: String, in transaction: any LedgerTransaction
    ) throws {
        try ReferenceBook(reference, in: transaction).define(key)
        for waiting in try transaction.takeWaiting(for: reference.description) {
            try transaction.await(reference.description, event: waiting)
            let event = try EventCodec.decode(waiting.bytes)
            try apply(try DeclarationEvent(event).fact, of: event, to: key, version: nil, in: transaction)
        }
    }

    private mutating func apply(
        _ fact: DeclarationFact, of event: Event, to key: String, version: Int?, in transaction: any LedgerTransaction
    ) throws {
        var state = try states.removeValue(forKey: key) ?? load(key, from: transaction)
        state.add(fact, version: version, at: event.time)
        guard state.factCount <= DeclarationState.factLimit else {
            throw ConsumerFailure.poison("too-many-facts", "over \(DeclarationState.factLimit) facts of one declaration")
        }
        states[key] = state
        let applied = AppliedEvent(
            id: event.id, type: event.type.rawValue, time: event.time, source: event.draft.source)
        try transaction.record(applied, of: key)
    }

    private func load(_ key: String, from transaction: any LedgerTransaction) throws -> DeclarationState {
        guard let record = try transaction.declaration(key) else { return DeclarationState(key: key) }
        do {
            return try DeclarationState(encoded: record.state)
        } catch {
            throw ConsumerFailure.poison("state", "\(error)")
        }
    }

    /// Publishes what the event has changed.
    private mutating func conclude(
        _ key: String, cause: DeliveredEvent, in transaction: any LedgerTransaction
    ) throws {
        guard let state = states[key] else { return }
        let summary = DeclarationAssessor(state, codes: cause.codes).summary()
        for draft in OutcomeEvents(state: state, summary: summary, cause: cause.event).drafts() {
            try transaction.emit(draft)
        }
        states[key]?.published = summary
    }
}
