import Bus
import Events

/// The events that follow from a change of what is concluded.
struct OutcomeEvents {
    let state: DeclarationState
    let summary: DeclarationSummary
    let cause: Event

    /// At most one change of status, then each conflict that was not there before. The ids are made from the cause, so that
    /// the same cause applied again gives the same events.
    func drafts() -> [EventDraft] {
        guard let number = DeclarationNumber(state.number) else { return [] }
        var drafts: [EventDraft] = []
        if summary.status != state.published?.status {
            drafts.append(draft("status:\(cause.id)", statusChanged(number)))
        }
        for (conflict, detail) in summary.conflicts.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where state.published?.conflicts[conflict] == nil {
            let found = DeclarationConflictFound(
                declaration: number, conflict: conflict.rawValue, detail: detail, cause: cause.id)
            drafts.append(draft("conflict:\(conflict.rawValue):\(cause.id)", found))
        }
        return drafts
    }

    private func statusChanged(_ number: DeclarationNumber) -> DeclarationStatusChanged {
        DeclarationStatusChanged(
            declaration: number, status: summary.status, previous: state.published?.status.rawValue,
            lane: summary.lane?.rawValue, office: summary.office, officeInForce: summary.officeInForce,
            assessed: summary.assessed ?? .zero, paid: summary.paid, credited: summary.credited, cause: cause.id)
    }

    private func draft<Payload: EventPayload>(_ suffix: String, _ payload: Payload) -> EventDraft {
        EventDraft(
            id: "pipeline:\(state.key):\(suffix)", source: DeclarationConsumer.source, type: Payload.type,
            subject: state.number, time: cause.time, partitionKey: state.key, traceparent: cause.draft.traceparent,
            data: payload.json)
    }
}
