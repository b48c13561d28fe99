public import Bus

/// The durable ledger in a SQLite file of its own.
///
/// Transactions of several callers that arrive together are committed together, each behind a savepoint of its own: one
/// that throws takes nothing of the others with it. Several processes may have the file open.
public struct SQLiteLedger: Ledger, DiskBackedStore {
    let file: SQLiteFile
    let writes: GroupCommitter<LedgerWriter>
    private let tail = OutboxTail()

    /// Opens or creates the ledger.
    /// - Parameters:
    ///   - path: of the file; its folder must exist, on a local disk.
    ///   - partitioning: decides the routing keys of outgoing events; must be the installation's.
    ///   - now: times of recording of outgoing events, and of discarding.
    /// - Throws: `unavailable`, `corrupt`, `unsafeSettings` when commits would not be durable, `newerSchema`, `invalid`
    ///   for a file that is something else, `busy`, `full`.
    public init(
        path: String, partitioning: Partitioning = .standard,
        now: @escaping @Sendable () -> Timestamp = SystemClock.now
    ) async throws(StoreError) {
        let file = try await SQLiteFile.open(path, schema: .ledger)
        self.file = file
        writes = GroupCommitter(
            file: file, state: LedgerWriter(partitioning: partitioning, tail: tail, now: now),
            pace: CommitPace(interval: SQLiteSettings.commitInterval))
    }

    /// Finishes the transactions that were handed over and closes the file; later calls throw `closed`.
    public func close() async throws(StoreError) { try await writes.close() }

    public var diskFailures: AsyncStream<StoreError> { writes.diskFailures }

    public var outbox: any OutboxStore { SQLiteOutbox(file: file, writes: writes, tail: tail) }

    public func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result {
        // A batch of a consumer is some hundred events of about 2 KiB; groups of many such batches gain nothing more.
        try await writes.write(bytes: 512 * 1024, mayFail: true) { db, writer in
            let transaction = SQLiteLedgerTransaction(db, writer)
            defer { transaction.close() }
            do {
                let result = try body(transaction)
                try transaction.finish()
                return result
            } catch {
                throw StoreError.rolledBack(by: error)
            }
        }
    }

    public func declaration(_ key: String) async throws(StoreError) -> DeclarationRecord? {
        try await file.read { try LedgerReader.declaration($0, key) }
    }

    public func history(of key: String) async throws(StoreError) -> [AppliedEvent] {
        try await file.read { try LedgerReader.history($0, of: key) }
    }

    public func declarationCount(byStatus: Void) async throws(StoreError) -> [String: Int] {
        try await file.read(LedgerReader.counts)
    }

    public func forEachDeclaration(
        _ visit: @Sendable (DeclarationRecord) throws -> Void
    ) async throws(StoreError) {
        // Every key is greater than the empty one. Each page is a read of its own, so that no long read keeps the WAL
        // from being cut.
        var last = ""
        while true {
            let page = try await file.read { [last] in try LedgerReader.declarations($0, after: last, limit: 500) }
            guard let end = page.last else { return }
            do {
                for record in page { try visit(record) }
            } catch {
                throw StoreError.rolledBack(by: error)
            }
            last = end.key
        }
    }

    public func processed(_ events: [InboxEntry], by consumer: String) async throws(StoreError) -> Set<String> {
        var processed: Set<String> = []
        var rest = events[...]
        // In pages, so that no long read keeps the WAL from being cut.
        while !rest.isEmpty {
            let page = rest.prefix(1000)
            rest = rest.dropFirst(1000)
            processed.formUnion(try await file.read { try LedgerReader.processed($0, page, by: consumer) })
        }
        return processed
    }

    public func value(_ key: String, of consumer: String) async throws(StoreError) -> [UInt8]? {
        try await file.read { try LedgerReader.value($0, key, of: consumer) }
    }

    public func values(
        of consumer: String, prefix: String, after: String?, limit: Int
    ) async throws(StoreError) -> [ConsumerValue] {
        try await file.read { try LedgerReader.values($0, of: consumer, prefix: prefix, after: after, limit: limit) }
    }

    public func parked(consumer: String?, key: String?, limit: Int) async throws(StoreError) -> [ParkedEvent] {
        try await file.read { try LedgerReader.parked($0, consumer: consumer, key: key, limit: limit) }
    }

    public func parkedIDs() async throws(StoreError) -> (parked: Set<String>, discarded: Set<String>) {
        try await file.read(LedgerReader.parkedIDs)
    }
}
