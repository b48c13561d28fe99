import Bus
import Store

/// A ledger that wakes the dispatcher of its outbox after each transaction, in whichever process that is, so that outcome
/// events leave at once.
struct NotifyingLedger: Ledger {
    private let ledger: SQLiteLedger
    private let wake: @Sendable () -> Void

    /// - Parameter signal: of a dispatcher in this process.
    init(ledger: SQLiteLedger, signal: DispatchSignal) {
        self.ledger = ledger
        wake = { signal.wake() }
    }

    /// - Parameter share: tells in which process the dispatcher runs.
    init(ledger: SQLiteLedger, share: LedgerShare) {
        self.ledger = ledger
        wake = { share.outgoing() }
    }

    func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result {
        let result = try await ledger.transact(body)
        wake()
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
