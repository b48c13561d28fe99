public import Bus
public import Store
import JSON

/// What operators do with a cutover: check, approve, start, look at, abort, report.
public struct CutoverService: Sendable {
    /// Bytes free where the broker keeps its queues; nil when it cannot be known.
    public typealias FreeBytes = @Sendable () -> Int64?

    private let store: any ControlStore
    private let receivers: ReceiverService
    private let actions: any CutoverActions
    private let waiting: Waiting
    private let freeBytes: FreeBytes
    private let now: @Sendable () -> Timestamp

    public init(
        store: any ControlStore, receivers: ReceiverService, actions: any CutoverActions, waiting: Waiting,
        freeBytes: @escaping FreeBytes, now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.receivers = receivers
        self.actions = actions
        self.waiting = waiting
        self.freeBytes = freeBytes
        self.now = now
    }

    /// Whether the plan could work at a time (nil: now). Changes nothing.
    /// - Throws: `invalid` with file and line when the plan cannot be read, `file` when a file of it cannot.
    public func check(
        _ text: String, file: String, files: PlanFiles, at time: Timestamp? = nil
    ) async throws(RestructureError) -> CutoverCheck {
        let plan = try CutoverPlan(yaml: text, file: file)
        let files = files.frozen(plan.files)
        let lines = try await lines(of: plan, files, at: time ?? now(), stepsDone: nil)
        // Without all its files a plan has no hash, and the lines say which is missing.
        let hash = (try? CutoverPlan.hash(of: text, plan: plan, files: files)) ?? ""
        return CutoverCheck(planHash: hash, lines: lines)
    }

    /// Approves exactly the plan with this hash, for somebody else to start.
    /// - Throws: `conflict` when it is approved already.
    public func approve(_ planHash: String, actor: String, reason: String) async throws(RestructureError) {
        let time = now()
        let value: JSONValue = ["by": .string(actor), "at": .string(time.description)]
        do throws(StoreError) {
            _ = try await store.commit(
                ControlChange(
                    writes: [.init(kind: "approval", key: planHash, expected: 0, value: value.bytes)], at: time,
                    actor: actor, action: "cutover.approve", subject: planHash, reason: reason, after: value.text))
        } catch {
            throw RestructureError(error, place: "approval of \(planHash.prefix(12))")
        }
    }

    /// Starts the run, or goes on where an earlier one stopped, and returns when it has ended.
    ///
    /// A plan that begins is checked first, and so is one that was changed since the last start: a run that failed or was
    /// killed goes on under a changed plan when nothing differs that has been done. After an abort it begins anew; the
    /// aborted run stays readable as `name@time of its start`.
    /// Cancelling the task stops it between two acts; `start` goes on later.
    /// - Returns: the run, `done` or `failed` with the problem in its failed step. A run that is done stays as it is.
    /// - Throws: `notPossible` when the check fails, without the approval the plan asks for, or when the plan differs in
    ///   what has been done: then nothing was touched; `conflict` when another process runs it.
    public func start(
        _ text: String, file: String, files: PlanFiles, actor: String
    ) async throws(RestructureError) -> CutoverRun {
        let plan = try CutoverPlan(yaml: text, file: file)
        let files = files.frozen(plan.files)
        let (present, generation) = try await load(plan.name)
        let begun = present.flatMap { $0.status == .aborted ? nil : $0 }
        if begun == nil { try await requireWorkable(plan, files, stepsDone: nil) }
        let hash = try CutoverPlan.hash(of: text, plan: plan, files: files)
        let contents = try plan.contents(files)
        if plan.needsApproval || begun?.needsApproval == true {
            try await requireApproval(of: hash, startedBy: actor)
        }
        guard
            let run = try CutoverMachine.start(
                present, plan: plan, contents: contents, hash: hash, by: actor, at: now())
        else { return try await status(plan.name) }
        if let begun, begun.planHash != hash {
            try await requireWorkable(plan, files, stepsDone: run.steps.count { $0.status == .done })
        }
        try await saveStart(run, after: present, generation)
        let performer = StepPerformer(
            actions: actions, files: files, actor: "cutover:\(plan.name)", reason: "cutover \(plan.name), started by \(actor)",
            now: now)
        let runner = CutoverRunner(
            store: store, plan: plan, contents: contents, performer: performer, waiting: waiting, now: now)
        return try await runner.run(from: run, generation: generation + 1)
    }

    /// Who starts which plan, and in place of which: the control log tells both hashes.
    private func saveStart(
        _ run: CutoverRun, after present: CutoverRun?, _ generation: Int64
    ) async throws(RestructureError) {
        var reason = "first start"
        var before = ""
        var others: [ControlChange.Write] = []
        if let present, present.status == .aborted {
            let archived = CutoverMachine.archived(present)
            reason = "new run; the aborted one is \(archived.name)"
            before = JSONValue.string(present.planHash).text
            // Two runs of one name cannot have begun in the same instant.
            others = [.init(kind: CutoverRun.recordKind, key: archived.name, expected: nil, value: archived.json.bytes)]
        } else if let present {
            let isChanged = present.planHash != run.planHash
            reason = isChanged ? "goes on under a changed plan" : "goes on"
            before = isChanged ? JSONValue.string(present.planHash).text : ""
        }
        try await CutoverRunner.save(
            run, expected: generation, in: store, at: now(), action: "cutover.start", subject: run.name, reason: reason,
            before: before, after: JSONValue.string(run.planHash).text, with: others)
    }

    private func lines(
        of plan: CutoverPlan, _ files: PlanFiles, at time: Timestamp, stepsDone: Int?
    ) async throws(RestructureError) -> [CheckLine] {
        let processes: [ProcessRecord]
        do throws(StoreError) {
            processes = try await ProcessRegistry(store: store, now: now).processes()
        } catch {
            throw RestructureError(error)
        }
        let checker = CutoverChecker(
            plan: plan, files: files, receivers: receivers, catalogs: CatalogService(store: store, now: now),
            processes: processes, freeBytes: freeBytes(), now: time, stepsDone: stepsDone)
        return try await checker.lines()
    }

    private func requireWorkable(
        _ plan: CutoverPlan, _ files: PlanFiles, stepsDone: Int?
    ) async throws(RestructureError) {
        let failed = try await lines(of: plan, files, at: now(), stepsDone: stepsDone).filter { $0.verdict == .failed }
        guard failed.isEmpty else {
            let text = failed.map { "\($0.subject): \($0.detail)" }.joined(separator: "; ")
            throw RestructureError(
                .notPossible,
                "the plan cannot work as it is, nothing was touched: \(text). "
                    + "Mend it, look with cutover check, then start again",
                place: plan.name)
        }
    }

    /// - Throws: `notFound` when no plan of that name was ever started.
    public func status(_ name: String) async throws(RestructureError) -> CutoverRun {
        guard let run = try await load(name).run else {
            throw RestructureError(.notFound, "no cutover of this name was started", place: name)
        }
        return run
    }

    /// All runs, by name.
    public func runs() async throws(RestructureError) -> [CutoverRun] {
        do throws(StoreError) {
            var runs: [CutoverRun] = []
            for record in try await store.records(CutoverRun.recordKind) { runs.append(try CutoverRun(record)) }
            return runs
        } catch {
            throw RestructureError(error)
        }
    }

    public func report(_ name: String) async throws(RestructureError) -> CutoverReport {
        CutoverReport(run: try await status(name))
    }

    /// Goes back from the run of a plan.
    /// - Throws: as `abort` by name, and `invalid` with file and line when the plan cannot be read.
    public func abort(
        _ text: String, file: String, actor: String, reason: String
    ) async throws(RestructureError) -> CutoverRun {
        try await abort(CutoverPlan(yaml: text, file: file).name, actor: actor, reason: reason)
    }

    /// Goes back: resumes what the run has paused, the last one first. Killed half way, it is called again.
    /// - Throws: `notFound` when no plan of that name was started; `notPossible` after the point of no return, or when the
    ///   run is done.
    public func abort(_ name: String, actor: String, reason: String) async throws(RestructureError) -> CutoverRun {
        var (present, generation) = try await load(name)
        guard var run = present else {
            throw RestructureError(.notFound, "no cutover of this name was started", place: name)
        }
        guard run.status != .done else { throw RestructureError(.notPossible, "is done", place: name) }
        guard run.status != .aborted else { return run }
        let paused = try CutoverMachine.wayBack(run)
        // First of all: a runner that is still alive finds the record changed and stops.
        run = CutoverMachine.ended(run, as: .aborting, at: now())
        run.startedBy = actor
        try await CutoverRunner.save(
            run, expected: generation, in: store, at: now(), action: "cutover.abort", subject: run.name, reason: reason,
            before: present?.status.rawValue ?? "", after: "aborting")
        generation += 1
        for receiver in paused { try await actions.resume(receiver, reason: reason, actor: actor) }
        run = CutoverMachine.ended(run, as: .aborted, at: now())
        try await CutoverRunner.save(
            run, expected: generation, in: store, at: now(), action: "cutover.aborted", subject: run.name, reason: reason,
            before: "aborting", after: "resumed \(paused.joined(separator: ", "))")
        return run
    }

    private func requireApproval(of hash: String, startedBy actor: String) async throws(RestructureError) {
        do throws(StoreError) {
            guard let record = try await store.record("approval", hash) else {
                throw StoreError(.invalid, "no approval")
            }
            guard try RecordReader(record).string("by") != actor else { throw StoreError(.invalid, "same person") }
        } catch {
            guard error.code == .invalid else { throw RestructureError(error) }
            throw RestructureError(
                .notPossible, "this plan needs the approval of another person than \(actor), for exactly this hash: \(hash)")
        }
    }

    private func load(_ name: String) async throws(RestructureError) -> (run: CutoverRun?, generation: Int64) {
        do throws(StoreError) {
            guard let record = try await store.record(CutoverRun.recordKind, name) else { return (nil, 0) }
            return (try CutoverRun(record), record.generation)
        } catch {
            throw RestructureError(error, place: name)
        }
    }
}
