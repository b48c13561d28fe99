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
    /// - Returns: the run to go on with; nil when it is done already.
    static func start(
        _ run: CutoverRun?, plan: CutoverPlan, hash: String, by actor: String, at time: Timestamp
    ) throws(RestructureError) -> CutoverRun? {
        guard var run else { return CutoverRun(plan: plan, hash: hash, by: actor, at: time) }
        guard run.planHash == hash else {
            throw RestructureError(
                .notPossible,
                "the plan or one of its files differs from what this run began with; "
                    + "restore them to go on, or give another plan another name",
                place: run.name)
        }
        switch run.status {
        case .done: return nil
        case .aborting, .aborted:
            throw RestructureError(.notPossible, "was aborted; a new attempt needs a new name", place: run.name)
        case .running, .failed:
            run.status = .running
            run.endedAt = nil
            run.startedBy = actor
            return run
        }
    }

    static func began(_ run: CutoverRun, step: Int, before: JSONValue, at time: Timestamp) -> CutoverRun {
        var run = run
        if run.steps[step].attempts == 0 {
            run.steps[step].startedAt = time
            run.steps[step].before = before
        }
        run.steps[step].attempts += 1
        run.steps[step].status = .running
        run.steps[step].by = run.startedBy
        run.steps[step].endedAt = nil
        run.steps[step].problem = ""
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
    static func wayBack(_ run: CutoverRun, _ plan: CutoverPlan) throws(RestructureError) -> [String] {
        guard !run.isPastReturn else {
            throw RestructureError(
                .notPossible,
                "is past the point of no return: its import has begun. Go forward with start; "
                    + "wrong catalog rows are corrected by importing corrections",
                place: run.name)
        }
        var paused: [String] = []
        for (record, step) in zip(run.steps, plan.steps) where record.attempts > 0 {
            switch step.act {
            case .pause(let receiver, _, _, _): paused.append(receiver)
            case .resume(let receiver): paused.removeAll { $0 == receiver }
            case .drain, .importCatalogs, .verify, .release: break
            }
        }
        return paused.reversed()
    }
}
