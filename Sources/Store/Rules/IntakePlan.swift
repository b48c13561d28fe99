import Bus

/// What is to be done with one submission, decided before anything of it is written.
enum IntakePlan: Sendable {
    /// Nothing of the submission is stored.
    case settled(SubmissionResult)
    /// These of its events are not known and have to be stored, in this order.
    case store([IdentifiedDraft])

    /// Whether its native message is not over the limit.
    static func isAcceptable(_ submission: Submission) -> Bool { submission.native.count <= Limits.nativeMessageBytes }

    /// - Parameter knownContent: the content of an event that was accepted before, nil for one that never was.
    static func make(
        _ submission: Submission, _ drafts: [IdentifiedDraft],
        knownContent: (IdentifiedDraft) throws -> Fingerprint?
    ) rethrows -> IntakePlan {
        guard !drafts.isEmpty else { return .settled(.refused(reason: "a submission without events")) }
        guard isAcceptable(submission) else {
            return .settled(.refused(
                reason: "native message of \(submission.native.count) bytes; at most \(Limits.nativeMessageBytes)"))
        }
        var fresh: [IdentifiedDraft] = []
        var contents: [String: Fingerprint] = [:]
        for draft in drafts {
            let known = try contents[draft.draft.id] ?? knownContent(draft)
            switch known {
            case nil:
                contents[draft.draft.id] = draft.content
                fresh.append(draft)
            case draft.content?: break
            default: return .settled(.conflicting(eventID: draft.draft.id))
            }
        }
        return fresh.isEmpty ? .settled(.duplicate) : .store(fresh)
    }
}
