public import Bus
public import Store

/// The acts of a real cutover, over the services of this module and what the composition tells of outboxes and queues.
public struct LiveCutoverActions: CutoverActions {
    public typealias Drain = @Sendable (_ systems: [String]) async throws(RestructureError) -> DrainState
    public typealias Account = @Sendable () async throws(RestructureError) -> AccountBalance

    private let store: any ControlStore
    private let receivers: ReceiverService
    private let catalogService: CatalogService
    private let registry: ProcessRegistry
    private let releaser: HeldReleaser?
    private let drain: Drain
    private let balance: Account
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - releaser: nil when another process releases whatever is releasing.
    ///   - drain: what is on its way from these systems; asks outboxes, broker and ledger, not statistics.
    ///   - account: the account of everything so far.
    public init(
        store: any ControlStore, receivers: ReceiverService, releaser: HeldReleaser?,
        now: @escaping @Sendable () -> Timestamp, drain: @escaping Drain, account: @escaping Account
    ) {
        self.store = store
        self.receivers = receivers
        self.releaser = releaser
        self.drain = drain
        balance = account
        self.now = now
        catalogService = CatalogService(store: store, now: now)
        registry = ProcessRegistry(store: store, now: now)
    }

    public func status(of receiver: String) async throws(RestructureError) -> ReceiverStatus {
        try await receivers.status(receiver)
    }

    public func pause(
        _ receiver: String, mode: ReceiverMode, reason: String, until: Timestamp?, actor: String
    ) async throws(RestructureError) {
        _ = try await receivers.pause(receiver, mode: mode, reason: reason, until: until, actor: actor)
    }

    public func resume(_ receiver: String, reason: String, actor: String) async throws(RestructureError) {
        _ = try await receivers.resume(receiver, actor: actor, reason: reason)
    }

    public func release(_ receiver: String) async throws(RestructureError) {
        _ = try await releaser?.release(receiver)
    }

    public func drainState(of systems: [String]) async throws(RestructureError) -> DrainState { try await drain(systems) }

    public func apply(
        _ files: [CatalogFile], along write: ControlChange.Write, actor: String, reason: String
    ) async throws(RestructureError) -> CatalogDifference {
        let catalogs = CatalogService(store: AlongControl(store: store, write: write), now: now)
        do throws(RestructureError) {
            return try await catalogs.apply(files, actor: actor, reason: reason)
        } catch {
            guard error.code == .conflict else { throw error }
            // A catalog that somebody changed is read and compared anew; a record that somebody changed is theirs now.
            guard try await generation(write.kind, write.key) == write.expected else {
                throw RestructureError(.conflict, "somebody else changed it first", place: write.key, cause: error)
            }
            throw error
        }
    }

    private func generation(_ kind: String, _ key: String) async throws(RestructureError) -> Int64 {
        do throws(StoreError) {
            return try await store.record(kind, key)?.generation ?? 0
        } catch {
            throw RestructureError(error, place: key)
        }
    }

    public func catalogs() async throws(RestructureError) -> CatalogSnapshot { try await catalogService.snapshot() }

    public func catalogReceipts(
        _ version: String
    ) async throws(RestructureError) -> (confirmed: [String], missing: [String]) {
        do throws(StoreError) {
            let following = try await registry.processes().filter(\.followsCatalogs).map(\.name)
            var using: Set<String> = []
            for record in try await store.records(CatalogReceipt.recordKind) {
                let receipt = try CatalogReceipt(record)
                if receipt.version == version { using.insert(receipt.process) }
            }
            return (following.filter { using.contains($0) }, following.filter { !using.contains($0) })
        } catch {
            throw RestructureError(error, place: "catalogs")
        }
    }

    public func account() async throws(RestructureError) -> AccountBalance { try await balance() }
}
