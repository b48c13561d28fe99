import Dispatch
import GRDB
import Glibc

/// One database file: a connection that writes, and a few that read what is committed.
///
/// GRDB runs each connection on a dispatch queue of its own; callers suspend, no thread of Swift's pool ever waits.
final class SQLiteFile: Sendable {
    let pool: DatabasePool

    private init(pool: DatabasePool) { self.pool = pool }

    /// Opens or creates the file and asserts its settings.
    /// - Parameter busySeconds: how long to wait for a lock of another process.
    /// - Throws: `unavailable` (folder missing, not allowed), `corrupt` (not a database), `unsafeSettings`,
    ///   `newerSchema`, `invalid` (a file of another kind), `busy`, `full`.
    static func open(
        _ path: String, schema: SQLiteSchema, busySeconds: Double = SQLiteSettings.busySeconds
    ) async throws(StoreError) -> SQLiteFile {
        try await offload { () throws(StoreError) in
            let deadline = ContinuousClock.now + .seconds(busySeconds)
            while true {
                do {
                    return try openOnce(path, schema, busySeconds)
                } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < deadline {
                    // SQLite waits for locks by itself, but not for the one that switching a new file to WAL takes: whoever
                    // opens it at the same moment is refused at once. Nothing tells when the other is done.
                    usleep(10_000)
                } catch {
                    throw StoreError(sqlite: error, doing: "opening \(path)")
                }
            }
        }
    }

    private static func openOnce(_ path: String, _ schema: SQLiteSchema, _ busySeconds: Double) throws -> SQLiteFile {
        _ = SQLiteLibrary.isPrepared
        var configuration = Configuration()
        configuration.label = "lienthong \(schema.name)"
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = 4
        configuration.persistentReadOnlyConnections = true
        configuration.prepareDatabase(SQLiteSettings.prepare)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction(SQLiteSettings.prepareWriter)
        try schema.apply(to: pool)
        try pool.writeWithoutTransaction(SQLiteSettings.settle)
        return SQLiteFile(pool: pool)
    }

    /// Reads in one consistent state of the file, beside the writer. Cancelling the task does not stop a read.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(StoreError) -> Result {
        let outcome: Swift.Result<Result, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncRead { access in
                continuation.resume(returning: Swift.Result { try body(access.get()) }.mapError {
                    StoreError(sqlite: $0, doing: "reading")
                })
            }
        }
        return try outcome.get()
    }

    /// Closes the connections after what runs on them has ended.
    func close() async throws(StoreError) {
        let pool = pool
        try await Self.offload { () throws(StoreError) in
            do { try pool.close() } catch { throw StoreError(sqlite: error, doing: "closing") }
        }
    }

    /// Runs a blocking body on a thread that may block.
    private static func offload<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let outcome: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                do throws(StoreError) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try outcome.get()
    }
}
