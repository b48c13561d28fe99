import Bus
import JSON
import Store
import Synchronization

/// Runs a plan from the step where it stands. What it has done is in the control store before it goes on, so that it may
/// be killed at any instant; two runners of one plan stop each other by the record's generation.
struct CutoverRunner: Sendable {
    let store: any ControlStore
    let plan: CutoverPlan
    /// Of the plan's steps, with their files.
    let contents: [String]
    let performer: StepPerformer
    let waiting: Waiting
    let now: @Sendable () -> Timestamp

    /// - Returns: the run as it ended: done, or failed with what to do in the failed step.
    func run(from start: CutoverRun, generation: Int64) async throws(RestructureError) -> CutoverRun {
        let progress = CutoverProgress(start, generation: generation)
        while true {
            let run = progress.run
            switch CutoverMachine.next(run) {
            case .stop: return run
            case .finish:
                let done = CutoverMachine.ended(run, as: .done, at: now())
                try await save(done, progress, "cutover.done", run.name, before: "")
            case .begin(let index):
                let step = plan.steps[index]
                let problem: String?
                var ended: CutoverRun
                do throws(RestructureError) {
                    let before = try await performer.observe(step)
                    let began = CutoverMachine.began(
                        run, step: index, content: contents[index], before: before, at: now())
                    try await save(began, progress, "cutover.step.begin", step.id, before: "")
                    let after = try await perform(step, index, progress)
                    ended = CutoverMachine.finished(progress.run, step: index, after: after, at: now())
                    problem = nil
                } catch {
                    // Stopped, or somebody else runs the plan: the record is not ours to write.
                    if error.code == .cancelled || error.code == .conflict && error.place == run.name { throw error }
                    ended = progress.run
                    problem = error.description
                }
                if let problem { ended = CutoverMachine.failed(ended, step: index, problem: problem, at: now()) }
                try await save(
                    ended, progress, problem == nil ? "cutover.step.done" : "cutover.step.failed", step.id,
                    before: ended.steps[index].before.text)
            }
        }
    }

    /// Attempts the step at each wake-up until it is done or its deadline has passed.
    private func perform(
        _ step: CutoverStep, _ index: Int, _ progress: CutoverProgress
    ) async throws(RestructureError) -> JSONValue {
        let last = Mutex("")
        let after = try await waiting.value(within: step.deadline) { () async throws(RestructureError) -> JSONValue? in
            do throws(RestructureError) {
                switch try await attempt(step, index, progress) {
                case .done(let after): return after
                case .waiting(let text): last.withLock { $0 = text }
                }
            } catch {
                guard error.isRetryable else { throw error }
                last.withLock { $0 = error.description }
            }
            return nil
        }
        if let after { return after }
        throw RestructureError(
            .deadlinePassed,
            "after \(step.deadline.components.seconds) s: \(last.withLock { $0 }). Mend it and start the run again: "
                + "it goes on with this step; until an import is committed it can also be aborted",
            place: "step \(step.id)")
    }

    private func attempt(
        _ step: CutoverStep, _ index: Int, _ progress: CutoverProgress
    ) async throws(RestructureError) -> StepAttempt {
        let run = progress.run
        // What is committed is not applied again: somebody may have corrected it since.
        if case .importCatalogs(let references) = step.act, run.steps[index].committedAt == nil {
            let committed = CutoverMachine.committed(run, step: index, at: now())
            let difference = try await performer.apply(
                references,
                along: ControlChange.Write(
                    kind: CutoverRun.recordKind, key: run.name, expected: progress.generation,
                    value: committed.json.bytes))
            if !difference.lines.isEmpty { progress.wrote(committed) }
            progress.note(after: ["applied": difference.summary], step: index)
        }
        return try await performer.attempt(step, applied: progress.run.steps[index].after["applied"] ?? .null)
    }

    private func save(
        _ run: CutoverRun, _ progress: CutoverProgress, _ action: String, _ subject: String, before: String
    ) async throws(RestructureError) {
        let after = run.steps.first { $0.id == subject }?.json ?? ["status": .string(run.status.rawValue)]
        try await Self.save(
            run, expected: progress.generation, in: store, at: now(), action: action,
            subject: "\(run.name) \(subject)", before: before, after: after.text)
        progress.wrote(run)
    }

    static func save(
        _ run: CutoverRun, expected generation: Int64, in store: any ControlStore, at time: Timestamp, action: String,
        subject: String, reason: String = "", before: String, after: String, with others: [ControlChange.Write] = []
    ) async throws(RestructureError) {
        do throws(StoreError) {
            _ = try await store.commit(
                ControlChange(
                    writes: [
                        .init(
                            kind: CutoverRun.recordKind, key: run.name, expected: generation, value: run.json.bytes)
                    ] + others,
                    at: time, actor: run.startedBy, action: action, subject: subject,
                    reason: reason.isEmpty ? "cutover:\(run.name)" : reason, before: before, after: after))
        } catch {
            throw RestructureError(error, place: run.name)
        }
    }
}
