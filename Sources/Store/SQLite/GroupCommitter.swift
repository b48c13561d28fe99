import GRDB
import Synchronization

/// Puts writes that come while a commit runs into one next transaction, so that one fsync serves them all.
///
/// Nobody waits for a group to fill: an idle store commits a lone write at once, a busy one commits as many as came
/// during the fsync before. Jobs run in the order in which they came.
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
        var isDraining = false
        var isClosed = false
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

    init(file: SQLiteFile, state: sending State) {
        self.file = file
        self.state = state
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
        queue.withLock { $0.isClosed = true }
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
            guard !queue.isDraining else { return .wait }
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

    @specialized(where State == OutboxWriter)
    @specialized(where State == LedgerWriter)
    private func nextGroup() -> [WriteJob<State>]? {
        queue.withLock { queue in
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
        var outcomes: [Result<WriteSuccess, StoreError>] = []
        outcomes.reserveCapacity(group.count)
        do {
            try db.inTransaction(.immediate) {
                try state.begin(db)
                for job in group { outcomes.append(try run(job, isAlone: group.count == 1, db)) }
                try state.end(db)
                return .commit
            }
        } catch {
            state.forget()
            let failure = StoreError(sqlite: error, doing: "writing")
            if failure.code == .unavailable, !failure.isRetryable {
                queue.withLock { $0.failure = failure }
                alarm.yield(failure)
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
        _ job: WriteJob<State>, isAlone: Bool, _ db: Database
    ) throws -> Result<WriteSuccess, StoreError> {
        // Alone in its transaction a job needs no savepoint: its failure rolls back nobody else's work.
        guard job.mayFail, !isAlone else { return .success(try job.perform(db, state)) }
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
