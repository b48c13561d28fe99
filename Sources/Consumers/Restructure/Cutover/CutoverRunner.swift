import Bus
import JSON
import Store
import Synchronization

/// Runs a plan from the step where it stands. What it has done is in the control store before it goes on, so that it may
/// be killed at any instant; two runners of one plan stop each other by the record's generation.
struct CutoverRunner: Sendable {
    let store: any ControlStore
    let plan: CutoverPlan
    let performer: StepPerformer
    let waiting: Waiting
    let now: @Sendable () -> Timestamp

    /// - Returns: the run as it ended: done, or failed with what to do in the failed step.
    func run(from start: CutoverRun, generation: Int64) async throws(RestructureError) -> CutoverRun {
        var run = start
        var generation = generation
        while true {
            switch CutoverMachine.next(run) {
            case .stop: return run
            case .finish:
                run = CutoverMachine.ended(run, as: .done, at: now())
                generation = try await save(run, generation, "cutover.done", run.name, before: "")
            case .begin(let index):
                let step = plan.steps[index]
                let problem: String?
                do throws(RestructureError) {
                    run = CutoverMachine.began(
                        run, step: index, before: try await performer.observe(step), at: now())
                    generation = try await save(run, generation, "cutover.step.begin", step.id, before: "")
                    let after = try await perform(step)
                    run = CutoverMachine.finished(run, step: index, after: after, at: now())
                    problem = nil
                } catch {
                    // Stopped, or somebody else runs the plan: the record is not ours to write.
                    if error.code == .cancelled || error.code == .conflict && error.place == run.name { throw error }
                    problem = error.description
                }
                let before = run.steps[index].before.text
                if let problem {
                    run = CutoverMachine.failed(run, step: index, problem: problem, at: now())
                    generation = try await save(run, generation, "cutover.step.failed", step.id, before: before)
                } else {
                    generation = try await save(run, generation, "cutover.step.done", step.id, before: before)
                }
            }
        }
    }

    /// Attempts the step at each wake-up until it is done or its deadline has passed.
    private func perform(_ step: CutoverStep) async throws(RestructureError) -> JSONValue {
        let last = Mutex("")
        let after = try await waiting.value(within: step.deadline) { () async throws(RestructureError) -> JSONValue? in
            do throws(RestructureError) {
                switch try await performer.attempt(step) {
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
                + "it goes on with this step; before the import it can also be aborted",
            place: "step \(step.id)")
    }

    private func save(
        _ run: CutoverRun, _ generation: Int64, _ action: String, _ subject: String, before: String
    ) async throws(RestructureError) -> Int64 {
        let after = run.steps.first { $0.id == subject }?.json ?? ["status": .string(run.status.rawValue)]
        try await Self.save(
            run, expected: generation, in: store, at: now(), action: action, subject: "\(run.name) \(subject)",
            before: before, after: after.text)
        return generation + 1
    }

    static func save(
        _ run: CutoverRun, expected generation: Int64, in store: any ControlStore, at time: Timestamp, action: String,
        subject: String, reason: String = "", before: String, after: String
    ) async throws(RestructureError) {
        do throws(StoreError) {
            _ = try await store.commit(
                ControlChange(
                    writes: [
                        .init(
                            kind: CutoverRun.recordKind, key: run.name, expected: generation, value: run.json.bytes)
                    ],
                    at: time, actor: run.startedBy, action: action, subject: subject,
                    reason: reason.isEmpty ? "cutover:\(run.name)" : reason, before: before, after: after))
        } catch {
            throw RestructureError(error, place: run.name)
        }
    }
}
