/// What the processes that have one ledger open share beside the file itself: who has the duties that only one may have
/// at a time (sending what the ledger's outbox holds, emptying `lt.poison`), and how the others call it.
struct LedgerShare: Sendable {
    let bell: Bell
    let lease: LedgerLease

    init(_ configuration: Configuration) throws(CommandFailure) {
        let folder = configuration.path(configuration.data)
        bell = try Bell(folder + "/ledger.bell")
        lease = LedgerLease(path: folder + "/ledger.lease", holder: configuration.process)
    }

    /// Outgoing events may have been stored: whoever sends them is woken, here or in another process.
    func outgoing() {
        if lease.isHeld { bell.signal.wake() } else { bell.ring() }
    }
}
