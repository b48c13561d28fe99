import Bus
import Events
import Store

/// The declarations that one transaction touches: each is read at its first event and written once, at the end.
struct DeclarationSession: ConsumerSession {
    /// Bounded by the runtime's batch: an event touches one declaration, a cancellation those of one slip.
    private var declarations: [String: OpenDeclaration] = [:]
    private var changes = 0
    /// Events that follow, in order.
    private let outcomes = SideWork<[WrittenDraft]>()

    var changeCount: Int? { changes }

    mutating func handle(_ delivered: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        if let prepared = delivered.prepared as? PreparedDeclarationEvent {
            try handle(delivered, meaning: prepared.meaning, in: transaction)
        } else {
            try handle(delivered, meaning: try DeclarationEvent(delivered.event), in: transaction)
        }
    }

    /// - Parameter meaning: what the event says, already read.
    mutating func handle(
        _ delivered: DeliveredEvent, meaning: DeclarationEvent, in transaction: any LedgerTransaction
    ) throws {
        switch meaning.target {
        case .nothing:
            break
        case .declaration(let key, let version):
            let declaration = try opened(key, in: transaction)
            let event = AppliedEvent(delivered.content)
            try apply(meaning.fact, of: event, to: declaration, version: version)
            if let reference = meaning.defines { try define(reference, declaration, in: transaction) }
            conclude(declaration, cause: delivered)
        case .reference(let reference):
            // Kept beyond the declarations that are known now: others may be named by the same reference later.
            try transaction.await(reference.description, event: delivered.encoded)
            for key in try ReferenceBook(reference, in: transaction).keys() {
                let declaration = try opened(key, in: transaction)
                let event = AppliedEvent(delivered.content)
                try apply(meaning.fact, of: event, to: declaration, version: nil)
                conclude(declaration, cause: delivered)
            }
        }
    }

    mutating func finish(in transaction: any LedgerTransaction) throws {
        let records = SideWork<(record: DeclarationRecord, history: WrittenHistory)>()
        for (key, declaration) in declarations.sorted(by: { $0.key < $1.key }) {
            // Another thread may read it: nobody changes it any more, and nobody else has it.
            nonisolated(unsafe) let declaration = declaration
            records.add {
                let status = declaration.state.published?.status ?? .registered
                let record = DeclarationRecord(key: key, status: status.rawValue, state: declaration.state.encoded())
                return (record, WrittenHistory(declaration.applied))
            }
        }
        try records.forEach { try transaction.save($0.record, applied: $0.history) }
        try outcomes.forEach { drafts in
            for draft in drafts { try transaction.emit(draft) }
        }
    }

    /// Makes the reference mean this declaration, and applies what has waited for it.
    private mutating func define(
        _ reference: DeclarationEvent.Reference, _ declaration: OpenDeclaration, in transaction: any LedgerTransaction
    ) throws {
        // What came for a reference that means this declaration already was applied to it when it came.
        guard try ReferenceBook(reference, in: transaction).define(declaration.state.key) else { return }
        for waiting in try transaction.takeWaiting(for: reference.description) {
            try transaction.await(reference.description, event: waiting)
            let event = try EventCodec.decode(waiting.bytes)
            let applied = AppliedEvent(event.draft)
            try apply(try DeclarationEvent(event).fact, of: applied, to: declaration, version: nil)
        }
    }

    private mutating func apply(
        _ fact: DeclarationFact, of event: AppliedEvent, to declaration: OpenDeclaration, version: Int?
    ) throws {
        changes += 1
        declaration.state.add(fact, version: version, at: event.time)
        guard declaration.state.factCount <= DeclarationState.factLimit else {
            throw ConsumerFailure.poison("too-many-facts", "over \(DeclarationState.factLimit) facts of one declaration")
        }
        declaration.applied.append(event)
    }

    private mutating func opened(_ key: String, in transaction: any LedgerTransaction) throws -> OpenDeclaration {
        if let known = declarations[key] { return known }
        let declaration = OpenDeclaration(try Self.load(key, from: transaction))
        // What is kept is written at the end, also when nothing comes of the event that asked for it.
        changes += 1
        declarations[key] = declaration
        return declaration
    }

    private static func load(_ key: String, from transaction: any LedgerTransaction) throws -> DeclarationState {
        guard let record = try transaction.declaration(key) else { return DeclarationState(key: key) }
        do {
            return try DeclarationState(encoded: record.state)
        } catch {
            throw ConsumerFailure.poison("state", "\(error)")
        }
    }

    /// Notes for publishing what the event has changed.
    private func conclude(_ declaration: OpenDeclaration, cause: DeliveredEvent) {
        let summary = DeclarationAssessor(declaration, codes: cause.codes).summary()
        let outcomes = OutcomeEvents(
            key: declaration.state.key, number: declaration.state.number, previous: declaration.state.published,
            summary: summary, cause: cause.content)
        if outcomes.areAny { self.outcomes.add { outcomes.drafts().map(WrittenDraft.init) } }
        declaration.state.published = summary
    }
}

extension AppliedEvent {
    fileprivate init(_ draft: EventDraft) {
        self.init(id: draft.id, type: draft.type.rawValue, time: draft.time, source: draft.source)
    }

    /// Takes the four parts only, not a copy of the event.
    fileprivate init(_ content: DeliveredEvent.Content) {
        self.init(
            id: content.event.draft.id, type: content.event.draft.type.rawValue, time: content.event.draft.time,
            source: content.event.draft.source)
    }
}
