import Bus
import Logging
import ServiceLifecycle
import Store

/// Takes pulls and turns them into committed transactions, one after the other.
struct BatchWorker: Sendable {
    let consumer: any Consumer
    let ledger: any Ledger
    let settings: ConsumerSettings
    let codes: any CodesInForce
    let logger: Logger
    let metrics: ConsumerMetrics
    let now: @Sendable () -> Timestamp
    let acknowledge: @Sendable ([DeliveryTag]) -> Void

    private var retry: RetryPolicy { settings.retry ?? consumer.retry }

    /// What one run of the worker knows; nothing of it outlives the run.
    struct Memory {
        var book = DeliveryBook()
        var deferrals = Deferrals()
        var ownership = QueueOwnership()
    }

    /// Why the worker ends before the source does.
    enum Halt: Error {
        /// Shutdown while the store was away; what is unfinished comes again.
        case givenUp
        case store(StoreError)
    }

    func run(taking handoff: Handoff) async -> Result<Void, StoreError> {
        var memory = Memory()
        do throws(Halt) {
            while true {
                switch await handoff.take(until: memory.deferrals.nextDue) {
                case .closed:
                    return .success(())
                case .deadline:
                    break
                case .deliveries(let deliveries):
                    for delivery in deliveries {
                        memory.ownership.saw(delivery.queue, generation: delivery.tag.generation)
                    }
                    let assembler = BatchAssembler(settings: settings, codes: codes.pinned)
                    let pull = assembler.assemble(deliveries, into: &memory.book)
                    if !pull.empty.isEmpty { acknowledge(pull.empty) }
                    for batch in pull.batches {
                        try await process(memory.deferrals.admit(batch), &memory)
                    }
                }
                try await process(memory.deferrals.takeDue(at: .now), &memory)
                metrics.holding(waiting: memory.deferrals.count, open: memory.book.openCount)
            }
        } catch {
            switch error {
            case .givenUp: return .success(())
            case .store(let error): return .failure(error)
            }
        }
    }

    /// Brings every item to a durable end or lets its key wait.
    func process(_ items: [InboundItem], _ memory: inout Memory) async throws(Halt) {
        guard !items.isEmpty else { return }
        if items.count == 1, items[0].isSuspect, case .event = items[0].content {
            return try await SuspectRun(worker: self, item: items[0]).process(&memory)
        }
        // Made when something fails, which it hardly ever does.
        var decider: BatchDecider?
        while true {
            let run = BatchRun(
                consumer: consumer, items: items, dispositions: decider?.dispositions ?? [],
                ownership: memory.ownership, now: now())
            do throws(StoreError) {
                let start = ContinuousClock.now
                let report = try await ledger.transact { try run.perform(in: $0) }
                metrics.committed(report.outcomes, in: .now - start)
                return settle(items, report, decider, &memory)
            } catch {
                let failure = AttemptFailure(error)
                metrics.rolledBack(failure)
                report(failure, items)
                var current = decider ?? BatchDecider(items, attemptLimit: retry.attempts)
                let step = current.failed(failure)
                decider = current
                switch step {
                case .rerun: continue
                case .retry(let attempt): try await pause(attempt)
                case .stop: throw .store(error)
                case .divide: return try await divide(items, &memory)
                }
            }
        }
    }

    /// Pieces of an eighth: what is left of a batch full of poison is soon in pieces of one.
    private func divide(_ items: [InboundItem], _ memory: inout Memory) async throws(Halt) {
        let size = max(1, (items.count + 7) / 8)
        var start = 0
        while start < items.count {
            let end = min(start + size, items.count)
            try await process(memory.deferrals.admit(Array(items[start..<end])), &memory)
            start = end
        }
    }

    /// The transaction is durable: acknowledge what is complete, and let waiting keys wait.
    func settle(_ items: [InboundItem], _ report: BatchRun.Report, _ decider: BatchDecider?, _ memory: inout Memory) {
        memory.ownership = report.ownership
        var tags: [DeliveryTag] = []
        for (place, outcome) in report.outcomes.enumerated() where outcome != .waiting {
            if let tag = memory.book.settle(items[place].delivery) { tags.append(tag) }
            if let verdict = report.verdicts[place] { noteParked(items[place], verdict) }
        }
        if !tags.isEmpty { acknowledge(tags) }
        for head in decider?.waitingHeads ?? [] {
            let key = items[head].key
            var line = items.indices.filter { $0 >= head && items[$0].key == key }.map { items[$0] }
            line[0].failures += 1
            let wait = retry.pacing.wait(attempt: line[0].failures, draw: .random(in: 0...1))
            memory.deferrals.hold(line, key: key, until: .now + wait)
        }
    }

    /// Waits before the store is tried again; ends early, and for good, on shutdown.
    func pause(_ attempt: Int) async throws(Halt) {
        let wait = settings.storePacing.wait(attempt: attempt, draw: .random(in: 0...1))
        let slept: Void? = await cancelWhenGracefulShutdown { try? await Task.sleep(for: wait, clock: .continuous) }
        if slept == nil || Task.isCancelled || Task.isShuttingDownGracefully { throw .givenUp }
    }

    func report(_ failure: AttemptFailure, _ items: [InboundItem]) {
        switch failure {
        case .storeAway(let code):
            logger.warning(
                "store is away; holding the batch",
                metadata: [ConsumerLogKeys.cause: "\(code)", ConsumerLogKeys.events: "\(items.count)"])
        case .storeLost(let code):
            logger.error("store refuses this process", metadata: [ConsumerLogKeys.cause: "\(code)"])
        case .transient(let item, let cause, let detail):
            logger.notice(
                "event cannot be applied yet; its key waits",
                metadata: [
                    ConsumerLogKeys.event: "\(items[item].id)", ConsumerLogKeys.cause: "\(cause)",
                    ConsumerLogKeys.detail: "\(detail)", ConsumerLogKeys.attempt: "\(items[item].failures + 1)",
                ])
        case .poison: break  // reported once it is parked
        case .unattributed(let cause, let detail):
            logger.warning(
                "batch failed as a whole",
                metadata: [
                    ConsumerLogKeys.cause: "\(cause)", ConsumerLogKeys.detail: "\(detail)",
                    ConsumerLogKeys.events: "\(items.count)",
                ])
        }
    }

    private func noteParked(_ item: InboundItem, _ verdict: BatchRun.Verdict) {
        logger.error(
            "event is parked",
            metadata: [
                ConsumerLogKeys.event: "\(item.id)", ConsumerLogKeys.cause: "\(verdict.cause)",
                ConsumerLogKeys.detail: "\(verdict.detail)", ConsumerLogKeys.attempt: "\(verdict.attempts)",
            ])
    }
}
