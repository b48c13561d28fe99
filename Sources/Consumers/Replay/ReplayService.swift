public import Bus
public import Store
import JSON

/// Replays: plan, run, look at, stop. Effects stay single because events keep their id and the consumers' inbox knows it.
public struct ReplayService: Sendable {
    private let store: any ControlStore
    private let ports: ReplayPorts
    private let ticker: Ticker
    private let codes: @Sendable () -> CatalogSnapshot
    private let now: @Sendable () -> Timestamp

    /// - Parameter codes: the catalogs in force, for counting and for the header `lt-in-force`.
    public init(
        store: any ControlStore, ports: ReplayPorts, ticker: Ticker = .continuous,
        now: @escaping @Sendable () -> Timestamp, codes: @escaping @Sendable () -> CatalogSnapshot
    ) {
        self.store = store
        self.ports = ports
        self.ticker = ticker
        self.codes = codes
        self.now = now
    }

    /// Counts what would be replayed and keeps the plan; nothing is published. The journal's end is fixed here.
    /// - Parameters:
    ///   - id: 1 to 64 lower-case letters, digits and hyphens, never used before.
    ///   - rate: events a second, 1 to 1,000,000.
    /// - Throws: `invalid`, also for an id that is taken, a consumer that is not attached and a filter that nothing can pass;
    ///   or the broker's or the store's error.
    public func plan(
        id: String, filter: ReplayFilter, target: ReplayTarget, rate: Int, actor: String
    ) async throws(RestructureError) -> ReplayRun {
        try ReplayCheck.name(id, "id")
        try ReplayCheck.name(target.name, "to")
        try ReplayCheck.rate(rate)
        try ReplayCheck.filter(filter)
        let check = ReplayCheck(store: store)
        let known = try await check.target(target)
        try await check.unused(id)
        let plan = ReplayPlan(id: id, filter: filter, target: known, rate: rate, end: try await ports.journalEnd(ticker))
        let header = InForceHeader(codes())
        var counts = ReplayCounts()
        if let end = plan.end {
            let reader = JournalReader(ports: ports, ticker: ticker)
            try await reader.read(from: .first, to: end) { deliveries throws(RestructureError) in
                for delivery in deliveries {
                    let batch = ReplayBatch(delivery, filter)
                    counts.undecodable += batch.undecodable
                    if !batch.events.isEmpty { counts.messages += 1 }
                    for event in batch.events {
                        counts.add(event.event)
                        if header.text(for: [event.event]) != nil { counts.mapped += 1 }
                    }
                }
                return true
            }
        }
        let run = ReplayRun(plan: plan, counts: counts, by: actor, at: now())
        do throws(RestructureError) {
            _ = try await Self.save(run, expected: 0, in: store, action: "replay.plan", reason: "planned")
        } catch {
            // Somebody planned under this id while the journal was read.
            throw error.code == .conflict ? ReplayCheck.used(id) : error
        }
        return run
    }

    /// Runs a plan, or goes on with it, and returns when it is done or stopped.
    ///
    /// Cancelling the task stops it after the batch in hand; `run` goes on later.
    /// - Parameter hash: of the plan as it was shown and approved.
    /// A process that starts it while another runs it takes over, and the other ends with `conflict`.
    /// - Throws: `notPossible` for another hash, `conflict`, or the broker's error, after which `run` goes on.
    public func run(_ id: String, hash: String, actor: String) async throws(RestructureError) -> ReplayRun {
        var (run, generation) = try await load(id)
        guard run.hash == hash else {
            throw RestructureError(.notPossible, "the plan has another hash than the one given: \(run.hash)", place: id)
        }
        guard run.status != .done else { return run }
        run.status = .running
        run.by = actor
        run.changedAt = now()
        generation = try await Self.save(run, expected: generation, in: store, action: "replay.run", reason: "started")
        let runner = ReplayRunner(store: store, ports: ports, ticker: ticker, codes: codes, now: now)
        return try await runner.run(run, generation)
    }

    /// - Throws: `notFound`.
    public func status(_ id: String) async throws(RestructureError) -> ReplayRun { try await load(id).run }

    /// All replays, by id.
    public func list() async throws(RestructureError) -> [ReplayRun] {
        do throws(StoreError) {
            var runs: [ReplayRun] = []
            for record in try await store.records(ReplayRun.recordKind) { runs.append(try ReplayRun(record)) }
            return runs
        } catch {
            throw RestructureError(error)
        }
    }

    /// Tells the running process to stop after the batch in hand. A replay that does not run stays as it is.
    public func stop(_ id: String, actor: String, reason: String) async throws(RestructureError) -> ReplayRun {
        // The runner writes its progress meanwhile; a stop that was overtaken by it is given again, some times at most.
        for _ in 0..<16 {
            var (run, generation) = try await load(id)
            guard run.status == .running else { return run }
            run.status = .stopped
            run.by = actor
            run.changedAt = now()
            do throws(RestructureError) {
                _ = try await Self.save(run, expected: generation, in: store, action: "replay.stop", reason: reason)
                return run
            } catch {
                guard error.code == .conflict else { throw error }
            }
        }
        throw RestructureError(.conflict, "the running process was always first; stop it again", place: id, isRetryable: true)
    }

    private func load(_ id: String) async throws(RestructureError) -> (run: ReplayRun, generation: Int64) {
        try await Self.load(id, store)
    }

    static func load(
        _ id: String, _ store: any ControlStore
    ) async throws(RestructureError) -> (run: ReplayRun, generation: Int64) {
        do throws(StoreError) {
            if let record = try await store.record(ReplayRun.recordKind, id) {
                return (try ReplayRun(record), record.generation)
            }
        } catch {
            throw RestructureError(error, place: id)
        }
        throw RestructureError(.notFound, "there is no such replay", place: id)
    }

    /// - Returns: the record's generation after it.
    static func save(
        _ run: ReplayRun, expected generation: Int64, in store: any ControlStore, action: String, reason: String
    ) async throws(RestructureError) -> Int64 {
        do throws(StoreError) {
            _ = try await store.commit(
                ControlChange(
                    writes: [
                        .init(
                            kind: ReplayRun.recordKind, key: run.plan.id, expected: generation, value: run.json.bytes)
                    ],
                    at: run.changedAt, actor: run.by, action: action, subject: run.plan.id, reason: reason,
                    after: run.json.text))
        } catch {
            throw RestructureError(error, place: run.plan.id)
        }
        return generation + 1
    }
}
