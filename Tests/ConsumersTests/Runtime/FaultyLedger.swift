import Bus
import Store
import Synchronization

/// A memory ledger that is away for a number of transactions, and tells when each commit has happened.
final class FaultyLedger: Ledger {
    private let inner: MemoryLedger
    private let faults: Mutex<[StoreError]>
    private let commits = Mutex(0)
    private let onCommit: @Sendable () -> Void
    private let onFault: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - faults: thrown one per transaction, before anything happens; then all goes well.
    ///   - onFault: told how many faults are left.
    init(
        faults: [StoreError] = [], onCommit: @escaping @Sendable () -> Void = {},
        onFault: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        inner = MemoryLedger()
        self.faults = Mutex(faults)
        self.onCommit = onCommit
        self.onFault = onFault
    }

    var commitCount: Int { commits.withLock { $0 } }

    func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result {
        let (fault, left) = faults.withLock { ($0.isEmpty ? nil : $0.removeFirst(), $0.count) }
        if let fault {
            onFault(left)
            throw fault
        }
        let result = try await inner.transact(body)
        commits.withLock { $0 += 1 }
        onCommit()
        return result
    }

    var outbox: any OutboxStore { inner.outbox }
    func declaration(_ key: String) async throws(StoreError) -> DeclarationRecord? { try await inner.declaration(key) }
    func history(of key: String) async throws(StoreError) -> [AppliedEvent] { try await inner.history(of: key) }
    func declarationCount(byStatus: Void) async throws(StoreError) -> [String: Int] {
        try await inner.declarationCount(byStatus: ())
    }
    func forEachDeclaration(_ visit: @Sendable (DeclarationRecord) throws -> Void) async throws(StoreError) {
        try await inner.forEachDeclaration(visit)
    }
    func value(_ key: String, of consumer: String) async throws(StoreError) -> [UInt8]? {
        try await inner.value(key, of: consumer)
    }

    func values(
        of consumer: String, prefix: String, after: String?, limit: Int
    ) async throws(StoreError) -> [ConsumerValue] {
        try await inner.values(of: consumer, prefix: prefix, after: after, limit: limit)
    }

    func processed(_ ids: [String], by consumer: String) async throws(StoreError) -> Set<String> {
        try await inner.processed(ids, by: consumer)
    }
    func parked(consumer: String?, key: String?, limit: Int) async throws(StoreError) -> [ParkedEvent] {
        try await inner.parked(consumer: consumer, key: key, limit: limit)
    }
    func parkedIDs() async throws(StoreError) -> (parked: Set<String>, discarded: Set<String>) {
        try await inner.parkedIDs()
    }
}
