/// Everything a memory store holds. A value, so that a transaction works on a copy and takes its place when it succeeds.
struct MemoryState: Sendable {
    var outbox: MemoryOutboxState
    var ledger = MemoryLedgerState()
}
