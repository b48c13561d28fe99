import GRDB
import Synchronization

/// Puts writes that come while a commit runs into one next transaction, so that one fsync serves them all.
///
/// Nobody waits for a group to fill: an idle store commits a lone write at once, a busy one commits as many as came
/// during the fsync before, or with a pace what comes until that says so. Jobs run in the order in which they came.
///
/// What runs for each job is specialized by name: its callers know the committer by a protocol only, and unspecialized code asks
/// for types at run time, which costs as much as the work itself.
final class GroupCommitter<State: WriterState>: Sendable {
    /// One transaction takes at most this many jobs ...
    static var groupJobs: Int { 2048 }
    /// ... and this many bytes, unless one job alone is larger.
    static var groupBytes: Int { 8 * 1024 * 1024 }

    private struct Queue {
        /// In order of arrival. Each job belongs to a suspended caller, so the callers' own concurrency is its bound.
        var jobs: [WriteJob<State>] = []
        /// Those of the jobs for which somebody waits.
        var callers = 0
        var isDraining = false
        var isClosed = false
        /// With so many callers the pause ends in which the writing queue is; nil when it is in none.
        var pausesUntil: Int?
        /// What the disk did under a commit. Nothing is written any more from then on: a later sync that goes well would not say
        /// that what the failed one was to bring to the disk is there.
        var failure: StoreError?

        /// Why nothing more is written; nil when it is.
        var refusal: StoreError? { isClosed ? StoreError(.closed, "the store is closed") : failure }
    }

    private enum Admission {
        case refuse(StoreError)
        case wait
        case drain
    }

    private let file: SQLiteFile
    private let queue = Mutex(Queue())
    let diskFailures: AsyncStream<StoreError>
    /// At most one failure is ever given to it.
    private let alarm: AsyncStream<StoreError>.Continuation
    // Touched inside `drain` only, which runs on the writing connection's serial dispatch queue.
    private nonisolated(unsafe) let state: State
    // As `state`.
    private nonisolated(unsafe) var pace: CommitPace?
    /// Ends a pause before its time.
    private let bell = PauseBell()

    /// - Parameter pace: nil for a store that begins each commit as soon as the one before has ended.
    init(file: SQLiteFile, state: sending State, pace: CommitPace? = nil) {
        self.file = file
        self.state = state
        self.pace = pace
        (diskFailures, alarm) = AsyncStream.makeStream(of: StoreError.self, bufferingPolicy: .bufferingOldest(1))
    }

    /// Runs `body` in a durable transaction, alone or with others. Cancelling the task takes nothing back.
    func write<Value: Sendable>(
        bytes: Int = 256, mayFail: Bool = false, _ body: @escaping @Sendable (Database, State) throws -> Value
    ) async throws(StoreError) -> Value {
        let outcome: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            enqueue(
                WriteJob(
                    bytes: bytes, mayFail: mayFail,
                    perform: { db, state in
                        let value = try body(db, state)
                        return { continuation.resume(returning: .success(value)) }
                    },
                    fail: { continuation.resume(returning: .failure($0)) }))
        }
        return try outcome.get()
    }

    /// Refuses further writes, finishes those that came before, and closes the file.
    func close() async throws(StoreError) {
        queue.withLock { queue in
            queue.isClosed = true
            endPause(&queue)
        }
        alarm.finish()
        // The writing queue is serial: what was enqueued before has been drained when this block runs.
        await withCheckedContinuation { continuation in
            file.pool.asyncWriteWithoutTransaction { _ in continuation.resume() }
        }
        try await file.close()
    }

    /// How many jobs wait for the group that is being written.
    var waitingJobs: Int { queue.withLock { $0.jobs.count } }

    @specialized(where State == OutboxWriter)
    @specialized(where State == LedgerWriter)
    func enqueue(_ job: WriteJob<State>) {
        let next: Admission = queue.withLock { queue in
            if let refusal = queue.refusal { return .refuse(refusal) }
            queue.jobs.append(job)
            if job.isAwaited { queue.callers += 1 }
            guard !queue.isDraining else {
                if let enough = queue.pausesUntil, queue.callers >= enough || queue.jobs.count >= Self.groupJobs {
                    endPause(&queue)
                }
                return .wait
            }
            queue.isDraining = true
            return .drain
        }
        switch next {
        case .refuse(let refusal): job.fail(refusal)
        case .wait: break
        case .drain: file.pool.asyncWriteWithoutTransaction { db in self.drain(db) }
        }
    }

    @specialized(where State == OutboxWriter)
    @specialized(where State == LedgerWriter)
    private func drain(_ db: Database) {
        while let group = nextGroup() { commit(group, db) }
    }

    /// Lets the pace's time pass, unless there is nothing to write, a whole group waits already, or the store closes.
    @specialized(where State == OutboxWriter)
    @specialized(where State == LedgerWriter)
    private func pause() {
        guard let pace else { return }
        // On the writing connection's own thread, which has nothing else to do meanwhile. A ring that comes at the very end of a
        // pause stays, and the next one is asked for twice, which harms nothing.
        while let pause = queue.withLock({ queue -> CommitPace.Pause? in
            let pause = queue.isClosed || !(1..<Self.groupJobs).contains(queue.jobs.count)
                ? nil : pace.pause(at: .now, callers: queue.callers)
            queue.pausesUntil = pause?.callers
            return pause
        }) { bell.wait(atMost: pause.time) }
    }

    /// Before anybody is answered: who comes again afterwards has been counted.
    @specialized(where State == OutboxWriter)
    @specialized(where State == LedgerWriter)
    private func noteEnd(of group: [WriteJob<State>]) {
        if pace != nil { pace?.ended(callers: group.count { $0.isAwaited } + queue.withLock { $0.callers }) }
    }

    private func endPause(_ queue: inout Queue) {
        guard queue.pausesUntil != nil else { return }
        queue.pausesUntil = nil
        bell.ring()
    }

    @specialized(where State == OutboxWriter)
    @specialized(where State == LedgerWriter)
    private func nextGroup() -> [WriteJob<State>]? {
        pause()
        return queue.withLock { queue in
            var count = 0
            var bytes = 0
            while count < min(queue.jobs.count, Self.groupJobs) {
                bytes += queue.jobs[count].bytes
                if count > 0 && bytes > Self.groupBytes { break }
                count += 1
            }
            guard count > 0 else {
                queue.isDraining = false
                return nil
            }
            let group = Array(queue.jobs.prefix(count))
            queue.jobs.removeFirst(count)
            queue.callers -= group.count { $0.isAwaited }
            return group
        }
    }

    @specialized(where State == OutboxWriter)
    @specialized(where State == LedgerWriter)
    private func commit(_ group: [WriteJob<State>], _ db: Database) {
        if let failure = queue.withLock({ $0.failure }) {
            for job in group { job.fail(failure) }
            return
        }
        pace?.begins(at: .now)
        var outcomes: [Result<WriteSuccess, StoreError>] = []
        outcomes.reserveCapacity(group.count)
        let needsSavepoints = group.count { $0.mayFail } > 1
        /// The only job that may fail, while it runs.
        var running: Int?
        do {
            try db.inTransaction(.immediate) {
                try state.begin(db)
                for (place, job) in group.enumerated() {
                    running = job.mayFail && !needsSavepoints ? place : nil
                    outcomes.append(try run(job, inSavepoint: needsSavepoints && job.mayFail, db))
                }
                running = nil
                try state.end(db)
                return .commit
            }
            noteEnd(of: group)
        } catch {
            noteEnd(of: group)
            state.forget()
            let failure = StoreError(sqlite: error, doing: "writing")
            if failure.code == .unavailable, !failure.isRetryable {
                queue.withLock { $0.failure = failure }
                alarm.yield(failure)
            } else if let running, group.count > 1 {
                group[running].fail(failure)
                return commit(Array(group[..<running] + group[(running + 1)...]), db)
            }
            // A job that had failed by itself keeps its own reason; all others were rolled back with the transaction.
            for (index, job) in group.enumerated() {
                if index < outcomes.count, case .failure(let own) = outcomes[index] { job.fail(own) } else { job.fail(failure) }
            }
            return
        }
        state.committed()
        for (job, outcome) in zip(group, outcomes) {
            switch outcome {
            case .success(let success): success()
            case .failure(let error): job.fail(error)
            }
        }
    }

    /// - Throws: what ends the whole group.
    @specialized(where State == OutboxWriter)
    @specialized(where State == LedgerWriter)
    private func run(
        _ job: WriteJob<State>, inSavepoint: Bool, _ db: Database
    ) throws -> Result<WriteSuccess, StoreError> {
        // A savepoint keeps each page as it was, which is much for a large job; so the only one that may fail has none.
        guard inSavepoint else { return .success(try job.perform(db, state)) }
        var success: WriteSuccess?
        state.mark()
        do {
            try db.inSavepoint {
                success = try job.perform(db, state)
                return .commit
            }
        } catch {
            // Some errors (disk full, I/O) make SQLite roll back the whole transaction by itself.
            guard db.isInsideTransaction else { throw error }
            state.undo()
            return .failure(StoreError(sqlite: error, doing: "writing"))
        }
        guard let success else { throw StoreError(.invalid, "a write ended without a result") }
        return .success(success)
    }
}
