import Store

/// A worker's ledger, whose transactions cross the edges and wake the dispatcher of its outgoing events.
struct EdgedLedger: ForwardingLedger {
    let base: any Ledger
    let edges: FaultEdges
    let trace: FaultTrace
    let signal: DispatchSignal

    func transact<Result: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Result
    ) async throws(StoreError) -> Result {
        edges.cross(.beforeBegin)
        let result: Result
        do throws(StoreError) {
            result = try await base.transact { [edges] transaction in
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

    var outbox: any OutboxStore { EdgedOutbox(outbox: base.outbox, edges: edges, trace: trace) }
}
