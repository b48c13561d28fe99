import GRDB

/// A file's writer, as its outbox sees it: what else is in the file does not matter.
protocol OutboxWriting: Sendable {
    func write<Value: Sendable>(
        bytes: Int, _ body: @escaping @Sendable (Database, OutboxWriter) throws -> Value
    ) async throws(StoreError) -> Value
    func close() async throws(StoreError)
}

extension OutboxWriting {
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database, OutboxWriter) throws -> Value
    ) async throws(StoreError) -> Value {
        try await write(bytes: 256, body)
    }
}

extension GroupCommitter: OutboxWriting where State: OutboxWriterOwner {
    func write<Value: Sendable>(
        bytes: Int, _ body: @escaping @Sendable (Database, OutboxWriter) throws -> Value
    ) async throws(StoreError) -> Value {
        try await write(bytes: bytes, mayFail: false) { db, state in try body(db, state.outbox) }
    }
}

/// A writer state with an outbox in it, or that is one.
protocol OutboxWriterOwner: WriterState {
    var outbox: OutboxWriter { get }
}

extension OutboxWriter: OutboxWriterOwner {
    var outbox: OutboxWriter { self }
}
