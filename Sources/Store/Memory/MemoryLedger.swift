public import Bus

/// A ledger that keeps its contents while the process runs: for tests and rehearsals.
///
/// Transactions run one after the other on a copy of the contents, so a body that throws leaves nothing behind. A copy
/// costs time in proportion to what is stored; a hundred thousand events are its sensible limit.
public struct MemoryLedger: Ledger {
    private let vault: MemoryVault
    private let now: @Sendable () -> Timestamp
    private let memoryOutbox: MemoryOutbox

    /// - Parameters:
    ///   - partitioning: decides the routing keys of outgoing events; must be the installation's.
    ///   - now: times of recording of outgoing events, and of discarding.
    public init(
        partitioning: Partitioning = .standard, now: @escaping @Sendable () -> Timestamp = SystemClock.now
    ) {
        vault = MemoryVault(MemoryState(outbox: MemoryOutboxState(partitioning: partitioning)))
        memoryOutbox = MemoryOutbox(sharing: vault)
        self.now = now
    }

    public var outbox: any OutboxStore { memoryOutbox }

    public func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result {
        try vault.state.withLock { state throws(StoreError) in
            let transaction = MemoryLedgerTransaction(state, now: now)
            do {
                let result = try body(transaction)
                state = transaction.state
                return result
            } catch {
                throw StoreError.rolledBack(by: error)
            }
        }
    }

    public func declaration(_ key: String) async throws(StoreError) -> DeclarationRecord? {
        ledger.declarations[key]
    }

    public func history(of key: String) async throws(StoreError) -> [AppliedEvent] {
        (ledger.history[key] ?? [:]).values.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    public func declarationCount(byStatus: Void) async throws(StoreError) -> [String: Int] {
        ledger.declarations.values.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
    }

    public func forEachDeclaration(
        _ visit: @Sendable (DeclarationRecord) throws -> Void
    ) async throws(StoreError) {
        do {
            for record in ledger.declarations.values.sorted(by: { $0.key < $1.key }) { try visit(record) }
        } catch {
            throw StoreError.rolledBack(by: error)
        }
    }

    public func processed(_ events: [InboxEntry], by consumer: String) async throws(StoreError) -> Set<String> {
        let ledger = ledger
        let histories = consumer == DeclarationRecord.consumer ? ledger.history : [:]
        return Set(
            events.filter { ledger.inboxes[consumer]?.contains($0) == true || histories[$0.key]?[$0.id] != nil }.map(\.id))
    }

    public func value(_ key: String, of consumer: String) async throws(StoreError) -> [UInt8]? {
        ledger.values[consumer]?[key]
    }

    public func values(
        of consumer: String, prefix: String, after: String?, limit: Int
    ) async throws(StoreError) -> [ConsumerValue] {
        // As SQLite compares text: by bytes, not as Swift's `<` does.
        func isLess(_ one: String, _ other: String) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }
        return (ledger.values[consumer] ?? [:])
            .filter { key, _ in key.utf8.starts(with: prefix.utf8) && after.map { isLess($0, key) } ?? true }
            .sorted { isLess($0.key, $1.key) }.prefix(max(0, limit)).map { ConsumerValue(key: $0.key, value: $0.value) }
    }

    public func parked(consumer: String?, key: String?, limit: Int) async throws(StoreError) -> [ParkedEvent] {
        Array(
            ledger.parked.lazy
                .filter { (consumer == nil || $0.consumer == consumer) && (key == nil || $0.key == key) }
                .prefix(max(0, limit)))
    }

    public func parkedIDs() async throws(StoreError) -> (parked: Set<String>, discarded: Set<String>) {
        let ledger = ledger
        return (Set(ledger.parked.map(\.eventID)), Set(ledger.discarded.keys.map(\.eventID)))
    }

    /// The contents as they are, without copying: storage is shared until the next change.
    private var ledger: MemoryLedgerState { vault.state.withLock { $0.ledger } }
}
