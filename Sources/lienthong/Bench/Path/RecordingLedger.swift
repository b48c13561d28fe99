import Store
import Synchronization

/// A ledger in memory that keeps what is written to it, in the order of the transactions.
final class RecordingLedger: ForwardingLedger {
    let base: any Ledger = MemoryLedger()
    private let template: PastTemplate
    /// Of one template.
    private let recorded = Mutex<[PastWrite]>([])

    init(_ template: PastTemplate) { self.template = template }

    var writes: [PastWrite] { recorded.withLock { $0 } }

    func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result {
        let template = template
        let (result, writes) = try await base.transact { transaction in
            let recording = RecordingTransaction(transaction, template)
            return (try body(recording), recording.writes)
        }
        recorded.withLock { $0 += writes }
        return result
    }
}
