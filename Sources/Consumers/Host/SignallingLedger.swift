import Store

/// A ledger that wakes the dispatcher of its outbox after each transaction, so that outgoing events leave at once.
struct SignallingLedger: ForwardingLedger {
    let ledger: any Ledger
    let signal: DispatchSignal

    var base: any Ledger { ledger }

    func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result {
        let result = try await ledger.transact(body)
        signal.wake()
        return result
    }
}
