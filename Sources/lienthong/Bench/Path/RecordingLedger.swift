import Bus
import Store
import Synchronization

/// A ledger in memory that keeps what is written to it, in the order of the transactions.
final class RecordingLedger: Ledger {
    private let ledger = MemoryLedger()
    private let template: PastTemplate
    /// Of one template.
    private let recorded = Mutex<[PastWrite]>([])

    init(_ template: PastTemplate) { self.template = template }

    var writes: [PastWrite] { recorded.withLock { $0 } }

    func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result {
        let template = template
        let (result, writes) = try await ledger.transact { transaction in
            let recording = RecordingTransaction(transaction, template)
            return (try body(recording), recording.writes)
        }
        recorded.withLock { $0 += writes }
        return result
    }

    var outbox: any OutboxStore { ledger.outbox }

    func declaration(_ key: String) async throws(StoreError) -> DeclarationRecord? { try await ledger.declaration(key) }

    func history(of key: String) async throws(StoreError) -> [AppliedEvent] { try await ledger.history(of: key) }

    func declarationCount(byStatus: Void) async throws(StoreError) -> [String: Int] {
        try await ledger.declarationCount(byStatus: byStatus)
    }

    func forEachDeclaration(_ visit: @Sendable (DeclarationRecord) throws -> Void) async throws(StoreError) {
        try await ledger.forEachDeclaration(visit)
    }

    func value(_ key: String, of consumer: String) async throws(StoreError) -> [UInt8]? {
        try await ledger.value(key, of: consumer)
    }

    func values(
        of consumer: String, prefix: String, after: String?, limit: Int
    ) async throws(StoreError) -> [ConsumerValue] {
        try await ledger.values(of: consumer, prefix: prefix, after: after, limit: limit)
    }

    func processed(_ ids: [String], by consumer: String) async throws(StoreError) -> Set<String> {
        try await ledger.processed(ids, by: consumer)
    }

    func parked(consumer: String?, key: String?, limit: Int) async throws(StoreError) -> [ParkedEvent] {
        try await ledger.parked(consumer: consumer, key: key, limit: limit)
    }

    func parkedIDs() async throws(StoreError) -> (parked: Set<String>, discarded: Set<String>) {
        try await ledger.parkedIDs()
    }
}
