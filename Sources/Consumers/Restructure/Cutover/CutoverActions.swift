public import Bus
public import Store

/// What a cutover does to the installation. Every act may be repeated: a runner that was killed does its last one again.
public protocol CutoverActions: Sendable {
    func status(of receiver: String) async throws(RestructureError) -> ReceiverStatus
    func pause(
        _ receiver: String, mode: ReceiverMode, reason: String, until: Timestamp?, actor: String
    ) async throws(RestructureError)
    func resume(_ receiver: String, reason: String, actor: String) async throws(RestructureError)
    /// Releases what is held, or leaves it to the process that does so; returns when it can do no more itself.
    func release(_ receiver: String) async throws(RestructureError)
    func drainState(of systems: [String]) async throws(RestructureError) -> DrainState
    /// Applies the files as one change; nothing when the difference has problems or no lines.
    /// - Parameter write: changes in the same transaction, and only then.
    /// - Throws: `conflict` with the key of `write` as place, not retryable, when that record is no longer as expected.
    func apply(
        _ files: [CatalogFile], along write: ControlChange.Write, actor: String, reason: String
    ) async throws(RestructureError) -> CatalogDifference
    func catalogs() async throws(RestructureError) -> CatalogSnapshot
    /// Who of those that follow the catalogs uses this version.
    func catalogReceipts(_ version: String) async throws(RestructureError) -> (confirmed: [String], missing: [String])
    func account() async throws(RestructureError) -> AccountBalance
}
