import Bus
import Events

/// The events that follow from a change of what is concluded.
struct OutcomeEvents: Sendable {
    /// Partition key of the declaration.
    let key: String
    /// Its full number, as the latest fact says it.
    let number: String
    let previous: DeclarationSummary?
    let summary: DeclarationSummary
    let cause: DeliveredEvent.Content

    /// Whether the change could be worth an event; most are not.
    var areAny: Bool { isOtherStatus || !summary.conflicts.isEmpty }

    /// At most one change of status, then each conflict that was not there before. The ids are made from the cause, so that
    /// the same cause applied again gives the same events.
    func drafts() -> [EventDraft] {
        guard let number = DeclarationNumber(number) else { return [] }
        var drafts: [EventDraft] = []
        if isOtherStatus { drafts.append(draft("status", statusChanged(number), number)) }
        guard !summary.conflicts.isEmpty else { return drafts }
        for (conflict, detail) in summary.conflicts.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where previous?.conflicts[conflict] == nil {
            let found = DeclarationConflictFound(
                declaration: number, conflict: conflict.rawValue, detail: detail, cause: cause.event.draft.id)
            drafts.append(draft("conflict:\(conflict.rawValue)", found, number))
        }
        return drafts
    }

    private var isOtherStatus: Bool { summary.status != previous?.status }

    private func statusChanged(_ number: DeclarationNumber) -> DeclarationStatusChanged {
        DeclarationStatusChanged(
            declaration: number, status: summary.status, previous: previous?.status.rawValue,
            lane: summary.lane?.rawValue, office: summary.office, officeInForce: summary.officeInForce,
            assessed: summary.assessed ?? .zero, paid: summary.paid, credited: summary.credited, cause: cause.event.draft.id)
    }

    private func draft<Payload: EventPayload>(
        _ kind: String, _ payload: Payload, _ number: DeclarationNumber
    ) -> EventDraft {
        var id = "pipeline:"
        id.reserveCapacity(11 + key.utf8.count + kind.utf8.count + cause.event.draft.id.utf8.count)
        id += key
        id += ":"
        id += kind
        id += ":"
        id += cause.event.draft.id
        return EventDraft(
            id: id, source: DeclarationConsumer.source, type: Payload.type, subject: number.rawValue,
            time: cause.event.draft.time, partitionKey: key, traceparent: cause.event.draft.traceparent,
            data: payload.json)
    }
}
