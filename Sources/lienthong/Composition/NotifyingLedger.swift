import Store

/// A ledger that wakes the dispatcher of its outbox after each transaction, in whichever process that is, so that outcome
/// events leave at once.
struct NotifyingLedger: ForwardingLedger {
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

    var base: any Ledger { ledger }

    func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result {
        let result = try await ledger.transact(body)
        wake()
        return result
    }
}
