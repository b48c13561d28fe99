import GRDB

/// A file's writer, as its outbox sees it: what else is in the file does not matter.
protocol OutboxWriting: Sendable {
    /// Hands a write over. Later either `fail` is called or, after the commit and never before, what `perform` returned.
    /// - Parameter isAwaited: false for what may wait a moment for others; see `CommitPace`.
    func enqueue(
        bytes: Int, isAwaited: Bool, _ perform: @escaping @Sendable (Database, OutboxWriter) throws -> WriteSuccess,
        fail: @escaping @Sendable (StoreError) -> Void)
    var diskFailures: AsyncStream<StoreError> { get }
    func close() async throws(StoreError)
}

extension OutboxWriting {
    /// Runs `body` in a durable transaction, alone or with others. Cancelling the task takes nothing back.
    @inline(__always)
    func write<Value: Sendable>(
        bytes: Int = 256, isAwaited: Bool = true, _ body: @escaping @Sendable (Database, OutboxWriter) throws -> Value
    ) async throws(StoreError) -> Value {
        let outcome: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            enqueue(
                bytes: bytes, isAwaited: isAwaited,
                { db, outbox in
                    let value = try body(db, outbox)
                    return { continuation.resume(returning: .success(value)) }
                }, fail: { continuation.resume(returning: .failure($0)) })
        }
        return try outcome.get()
    }
}

extension GroupCommitter: OutboxWriting where State: OutboxWriterOwner {
    @specialized(where State == OutboxWriter)
    @specialized(where State == LedgerWriter)
    func enqueue(
        bytes: Int, isAwaited: Bool, _ perform: @escaping @Sendable (Database, OutboxWriter) throws -> WriteSuccess,
        fail: @escaping @Sendable (StoreError) -> Void
    ) {
        enqueue(
            WriteJob(
                bytes: bytes, mayFail: false, isAwaited: isAwaited, perform: { try perform($0, $1.outbox) }, fail: fail))
    }
}

/// A writer state with an outbox in it, or that is one.
protocol OutboxWriterOwner: WriterState {
    var outbox: OutboxWriter { get }
}

extension OutboxWriter: OutboxWriterOwner {
    var outbox: OutboxWriter { self }
}
