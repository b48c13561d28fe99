import Bus
import JSON

/// Which state of a run follows which. Pure: what it decides is stored and performed by `CutoverRunner`.
enum CutoverMachine {
    enum Action: Sendable, Hashable {
        /// Store that the step begins, then perform it.
        case begin(step: Int)
        /// Store that the run is done.
        case finish
        /// Nothing: it has ended.
        case stop
    }

    /// What comes next. A step that is marked as running was interrupted: it begins again, because acts are repeatable.
    static func next(_ run: CutoverRun) -> Action {
        guard run.status == .running else { return .stop }
        guard let step = run.current else { return .finish }
        return .begin(step: step)
    }

    /// Whether a run may be started, or started again, now.
    /// - Parameter contents: of the plan's steps, with their files.
    /// - Returns: the run to go on with; nil when it is done already. After an abort it is a new one.
    /// - Throws: `notPossible` when the plan differs in something that has been done.
    static func start(
        _ run: CutoverRun?, plan: CutoverPlan, contents: [String], hash: String, by actor: String, at time: Timestamp
    ) throws(RestructureError) -> CutoverRun? {
        guard var run, run.status != .aborted else { return CutoverRun(plan: plan, hash: hash, by: actor, at: time) }
        switch run.status {
        case .done, .aborted:
            guard run.planHash == hash else {
                throw RestructureError(
                    .notPossible, "is done, with another plan than this; give another plan another name", place: run.name)
            }
            return nil
        case .aborting:
            throw RestructureError(
                .notPossible, "is being aborted: repeat cutover abort to its end, then it can be started anew",
                place: run.name)
        case .running, .failed:
            if run.planHash != hash {
                run.steps = try mended(run, plan: plan, contents: contents)
                run.planHash = hash
                run.needsApproval = run.needsApproval || plan.needsApproval
            }
            run.status = .running
            run.endedAt = nil
            run.startedBy = actor
            return run
        }
    }

    /// The steps of a changed plan, with the record of what has been done. What was not done yet may be different.
    private static func mended(
        _ run: CutoverRun, plan: CutoverPlan, contents: [String]
    ) throws(RestructureError) -> [StepRecord] {
        var steps = plan.steps.map { StepRecord($0) }
        let begun = run.steps.count { $0.status != .waiting }
        for (index, record) in run.steps.prefix(begun).enumerated() {
            guard index < steps.count, steps[index].id == record.id else {
                throw differs(run, "step \(index + 1) was \(record.id), in this plan it is not")
            }
            if record.status == .done || record.committedAt != nil {
                guard contents[index] == record.content else {
                    throw differs(run, "step \(record.id) has been done, and in this plan or its files it is different")
                }
            } else if record.attempts > 0, let receiver = record.receiver {
                // The receiver may be paused by now: a step that names another would lose sight of it.
                guard steps[index].act == record.act, steps[index].receiver == receiver else {
                    throw differs(run, "step \(record.id) has begun to \(record.act) \(receiver), in this plan it does not")
                }
            }
            steps[index] = record.carried(to: plan.steps[index])
        }
        return steps
    }

    private static func differs(_ run: CutoverRun, _ what: String) -> RestructureError {
        let advice =
            run.isPastReturn
            ? "restore it and start again: past the point of no return there is only forward, "
                + "and wrong catalog rows are corrected by importing corrections"
            : "restore it and start again, or go back with cutover abort and then start this plan as a new run"
        return RestructureError(.notPossible, "\(what); \(advice)", place: run.name)
    }

    /// The run of before under a name of its own, for when another takes its place.
    static func archived(_ run: CutoverRun) -> CutoverRun {
        var run = run
        run.name = "\(run.name)@\(run.startedAt)"
        return run
    }

    static func began(
        _ run: CutoverRun, step: Int, content: String, before: JSONValue, at time: Timestamp
    ) -> CutoverRun {
        var run = run
        if run.steps[step].attempts == 0 {
            run.steps[step].startedAt = time
            run.steps[step].before = before
        }
        run.steps[step].attempts += 1
        run.steps[step].status = .running
        run.steps[step].content = content
        run.steps[step].by = run.startedBy
        run.steps[step].endedAt = nil
        run.steps[step].problem = ""
        return run
    }

    /// The import has changed the catalogs.
    static func committed(_ run: CutoverRun, step: Int, at time: Timestamp) -> CutoverRun {
        var run = run
        run.steps[step].committedAt = time
        return run
    }

    static func finished(_ run: CutoverRun, step: Int, after: JSONValue, at time: Timestamp) -> CutoverRun {
        var run = run
        run.steps[step].status = .done
        run.steps[step].endedAt = time
        run.steps[step].after = after
        return run
    }

    static func failed(_ run: CutoverRun, step: Int, problem: String, at time: Timestamp) -> CutoverRun {
        var run = run
        run.status = .failed
        run.endedAt = time
        run.steps[step].status = .failed
        run.steps[step].endedAt = time
        run.steps[step].problem = problem
        return run
    }

    static func ended(_ run: CutoverRun, as status: CutoverRun.Status, at time: Timestamp) -> CutoverRun {
        var run = run
        run.status = status
        run.endedAt = time
        return run
    }

    /// The receivers that the run has paused and not resumed, the last one first: the way back.
    static func wayBack(_ run: CutoverRun) throws(RestructureError) -> [String] {
        guard !run.isPastReturn else {
            throw RestructureError(
                .notPossible,
                "is past the point of no return: its import has been committed. Go forward with start; "
                    + "wrong catalog rows are corrected by importing corrections",
                place: run.name)
        }
        var paused: [String] = []
        for step in run.steps where step.attempts > 0 {
            guard let receiver = step.receiver else { continue }
            if step.act == "pause" {
                paused.append(receiver)
            } else if step.act == "resume", step.status == .done {
                paused.removeAll { $0 == receiver }
            }
        }
        return paused.reversed()
    }
}
