import Bus
import Store

/// A worker's ledger, whose transactions cross the edges and wake the dispatcher of its outgoing events.
struct EdgedLedger: Ledger {
    let ledger: any Ledger
    let edges: FaultEdges
    let trace: FaultTrace
    let signal: DispatchSignal

    func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result {
        edges.cross(.beforeBegin)
        let result: Result
        do throws(StoreError) {
            result = try await ledger.transact { [edges] transaction in
                edges.cross(.afterBegin)
                let result = try body(transaction)
                edges.cross(.beforeCommit)
                return result
            }
        } catch {
            trace.say("store \(error.code)")
            throw error
        }
        edges.cross(.afterCommit)
        signal.wake()
        return result
    }

    var outbox: any OutboxStore { EdgedOutbox(outbox: ledger.outbox, edges: edges, trace: trace) }

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
