import Synchronization

/// The one lock around a memory store; a ledger and its outbox share it, so that they change together.
final class MemoryVault: Sendable {
    let state: Mutex<MemoryState>

    init(_ state: MemoryState) { self.state = Mutex(state) }
}
