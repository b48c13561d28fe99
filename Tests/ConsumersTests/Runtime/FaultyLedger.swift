import Store
import Synchronization

/// A memory ledger that is away for a number of transactions, and tells when each commit has happened.
final class FaultyLedger: ForwardingLedger {
    let base: any Ledger = MemoryLedger()
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
        let result = try await base.transact(body)
        commits.withLock { $0 += 1 }
        onCommit()
        return result
    }
}
