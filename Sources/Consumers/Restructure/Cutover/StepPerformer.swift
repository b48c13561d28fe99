import Bus
import JSON
import Store

/// Performs one step as far as it goes at this instant. Called again at each wake-up until it is done.
struct StepPerformer: Sendable {
    let actions: any CutoverActions
    let files: PlanFiles
    let actor: String
    let reason: String
    let now: @Sendable () -> Timestamp

    /// What is the case before a step, for the report.
    func observe(_ step: CutoverStep) async throws(RestructureError) -> JSONValue {
        switch step.act {
        case .pause(let receiver, _, _, _), .resume(let receiver), .release(let receiver):
            return try await actions.status(of: receiver).json
        case .drain(let systems): return try await actions.drainState(of: systems).json
        case .importCatalogs: return ["catalogs": .string(try await actions.catalogs().version)]
        case .verify: return .null
        }
    }

    /// - Parameter applied: what `apply` changed, for the step that imports.
    func attempt(_ step: CutoverStep, applied: JSONValue) async throws(RestructureError) -> StepAttempt {
        switch step.act {
        case .pause(let receiver, let mode, let reason, let until):
            // A rehearsal of a past night: an expected end that has passed would only alarm.
            let end = until.flatMap { $0 > now() ? $0 : nil }
            try await actions.pause(receiver, mode: mode, reason: reason, until: end, actor: actor)
            return try await obeyed(receiver)
        case .drain(let systems):
            let state = try await actions.drainState(of: systems)
            return state.isDrained ? .done(state.json) : .waiting("not drained: \(state.json.text)")
        case .importCatalogs: return try await followed(applied)
        case .verify(let verifications): return try await verify(verifications)
        case .resume(let receiver):
            try await actions.resume(receiver, reason: reason, actor: actor)
            // What was held goes out step by step; the receipts for that are the releaser's to wait for.
            let status = try await actions.status(of: receiver)
            return status.record.state == .open ? try await obeyed(receiver) : .done(status.json)
        case .release(let receiver):
            try await actions.release(receiver)
            let status = try await actions.status(of: receiver)
            guard status.record.state == .open else {
                let held = status.held.map { "\($0) messages are held" } ?? "the broker cannot be asked what is held"
                return .waiting("\(receiver) is \(status.record.state.rawValue); \(held)")
            }
            return try await obeyed(receiver)
        }
    }

    private func obeyed(_ receiver: String) async throws(RestructureError) -> StepAttempt {
        let status = try await actions.status(of: receiver)
        guard status.isComplete else {
            return .waiting(
                "no receipt for generation \(status.record.generation) of \(receiver) from "
                    + status.missing.joined(separator: ", "))
        }
        return .done(status.json)
    }

    /// Changes the catalogs, and the run's record together with them.
    /// - Throws: `invalid` when the files contradict; then nothing was changed.
    func apply(
        _ references: [CutoverStep.CatalogReference], along write: ControlChange.Write
    ) async throws(RestructureError) -> CatalogDifference {
        var catalogFiles: [CatalogFile] = []
        for reference in references {
            catalogFiles.append(
                CatalogFile(catalog: reference.catalog, name: reference.file, bytes: try files.read(reference.file)))
        }
        let difference = try await actions.apply(catalogFiles, along: write, actor: actor, reason: reason)
        if let problem = difference.problems.first {
            throw RestructureError(
                .invalid, "\(difference.problems.count) contradictions, nothing was applied; the first: \(problem)",
                place: references.map(\.file).joined(separator: ", "))
        }
        return difference
    }

    private func followed(_ applied: JSONValue) async throws(RestructureError) -> StepAttempt {
        let version = try await actions.catalogs().version
        let (confirmed, missing) = try await actions.catalogReceipts(version)
        guard missing.isEmpty else {
            return .waiting("not yet with catalogs \(version): \(missing.joined(separator: ", "))")
        }
        return .done([
            "catalogs": .string(version), "applied": applied,
            "confirmed": .array(confirmed.map { .string($0) }),
        ])
    }

    private func verify(_ verifications: [CutoverVerification]) async throws(RestructureError) -> StepAttempt {
        let catalogs = try await actions.catalogs()
        var results: [JSONValue] = []
        for verification in verifications {
            switch verification {
            case .office(let code, let time, let expected):
                let found = CutoverVerification.name(catalogs.resolve(office: code, at: time))
                guard found == expected else {
                    // The catalogs do not change by waiting.
                    throw RestructureError(.invalid, "\(verification.text) does not hold: it is \(found)")
                }
            case .accountBalanced:
                let balance = try await actions.account()
                guard balance.isBalanced else {
                    return .waiting("the account has \(balance.differences) differences")
                }
            }
            results.append(.string(verification.text))
        }
        return .done(["verified": .array(results)])
    }
}
