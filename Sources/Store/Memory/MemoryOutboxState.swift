import Bus

/// The contents of a memory outbox. Grows with what is accepted: for tests and rehearsals.
struct MemoryOutboxState: Sendable {
    struct Entry: Sendable {
        var row: OutboxRow
        var system: String
        var content: Fingerprint
        var recorded: Timestamp
        /// Index into `natives`.
        var native: Int?
        var isSent = false
    }

    struct RefusalKey: Hashable {
        var system: String
        var native: [UInt8]
    }

    let partitioning: Partitioning
    /// Position `n` is at index `n - 1`.
    private(set) var entries: [Entry] = []
    private var indexes: [String: Int] = [:]
    private(set) var natives: [NativeRecord] = []
    private(set) var refusals: [RefusalRecord] = []
    private var refusalIndexes: [RefusalKey: Int] = [:]

    init(partitioning: Partitioning) { self.partitioning = partitioning }

    func entry(_ id: String) -> Entry? { indexes[id].map { entries[$0] } }

    mutating func append(_ submission: Submission, _ drafts: [IdentifiedDraft]) -> SubmissionResult {
        switch IntakePlan.make(submission, drafts, knownContent: { entry($0.draft.id)?.content }) {
        case .settled(let result):
            return result
        case .store(let fresh):
            var events: [EncodedEvent] = []
            for (offset, draft) in fresh.enumerated() {
                do {
                    events.append(try encode(draft.draft, offset: offset, recorded: submission.received))
                } catch {
                    return .refused(reason: error.reason)
                }
            }
            if !submission.native.isEmpty {
                natives.append(
                    NativeRecord(
                        system: submission.system, form: submission.form, correlation: submission.correlation,
                        received: submission.received, bytes: submission.native))
            }
            for (draft, event) in zip(fresh, events) {
                store(
                    event, draft.content, system: submission.system, route: submission.route,
                    recorded: submission.received, native: submission.native.isEmpty ? nil : natives.count - 1)
            }
            return .accepted
        }
    }

    /// Stores an outgoing event, unless one with its id is there.
    mutating func emit(_ draft: EventDraft, recorded: Timestamp) throws(BusError) {
        guard indexes[draft.id] == nil else { return }
        let event = try encode(draft, offset: 0, recorded: recorded)
        store(
            event, IdentifiedDraft(draft).content, system: draft.type.system, route: .live, recorded: recorded,
            native: nil)
    }

    mutating func quarantine(_ refusal: RefusedMessage) {
        let key = RefusalKey(system: refusal.system, native: refusal.native)
        if let index = refusalIndexes[key] {
            refusals[index].times += 1
        } else {
            refusalIndexes[key] = refusals.count
            refusals.append(RefusalRecord(message: refusal, times: 1))
        }
    }

    mutating func setSent(_ isSent: Bool, at position: Int64) -> Bool {
        let index = Int(position) - 1
        guard entries.indices.contains(index), entries[index].isSent != isSent else { return false }
        entries[index].isSent = isSent
        return true
    }

    private func encode(_ draft: EventDraft, offset: Int, recorded: Timestamp) throws(BusError) -> EncodedEvent {
        try EventCodec.encode(
            draft, sequence: UInt64(entries.count + 1 + offset), recordedTime: recorded, partitioning: partitioning)
    }

    private mutating func store(
        _ event: EncodedEvent, _ content: Fingerprint, system: String, route: OutboxRoute, recorded: Timestamp,
        native: Int?
    ) {
        indexes[event.id] = entries.count
        let row = OutboxRow(position: Int64(entries.count + 1), route: route, event: event)
        entries.append(Entry(row: row, system: system, content: content, recorded: recorded, native: native))
    }
}
