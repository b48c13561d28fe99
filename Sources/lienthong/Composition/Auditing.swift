import Bus
import Consumers
import Events
import JSON
import Store

/// Makes the account of a running installation, and tells whether systems are drained.
struct Auditing: Sendable {
    let stores: Stores
    let bus: BusAccess
    let partitioning: Partitioning
    let control: any ControlStore

    init(role: ControlRole) {
        stores = role.stores
        bus = role.node.bus
        partitioning = Partitioning(count: role.node.configuration.partitions) ?? .standard
        control = role.node.control
    }

    init(_ configuration: Configuration, stores: Stores, bus: BusAccess) throws(CommandFailure) {
        self.stores = stores
        self.bus = bus
        partitioning = try Stores.partitioning(configuration)
        control = stores.control
    }

    /// The account. Ids that were sent and are nowhere count as missing once their partition's queue is empty and they
    /// have not turned up within `patience`: a queue's depth does not show what a consumer has in hand.
    /// - Returns: the account, and whether the broker could be asked.
    func account(
        from: Timestamp? = nil, until: Timestamp? = nil, patience: Duration = .seconds(5)
    ) async throws(StoreError) -> (account: Account, brokerAsked: Bool) {
        let clock = ContinuousClock()
        let (parked, discarded) = try await stores.ledger.parkedIDs()
        var auditor = Auditor(parked: parked, discarded: discarded, holding: try await holding())
        try await stores.outboxes.forEachPageOfAccepted(from: from, until: until) { page throws(StoreError) in
            // Read after the page: what is processed meanwhile only moves on, and is never counted as missing.
            auditor.take(page, processed: try await processed(page))
        }
        auditor.refuse(try await stores.outboxes.refusedCounts(from: from, until: until))
        let end = clock.now + patience
        while !auditor.open.isEmpty {
            let depths: [String: Int]
            do {
                depths = try await QueueDepths(bus).ready(BrokerNames.declarations(in: partitioning))
            } catch {
                return (auditor.account(settledPartitions: []), false)
            }
            auditor.settle(processed: try await processed(auditor.open))
            if clock.now >= end {
                // Under a rate workers have events in hand for as long as it takes, out of every queue's sight.
                if try await hasRate() { return (auditor.account(settledPartitions: []), true) }
                let settled = (0..<partitioning.count).filter { depths[BrokerNames.declarations($0)] == 0 }
                return (auditor.account(settledPartitions: Set(settled.map(Partitioning.name))), true)
            }
            // Nothing wakes a reader of another process's store; each round looks at what is open, until the deadline.
            try? await clock.sleep(for: .milliseconds(250))
        }
        return (auditor.account(settledPartitions: []), true)
    }

    private func processed(_ entries: [OutboxEntry]) async throws(StoreError) -> Set<String> {
        try await stores.ledger.processed(entries.map(\.inboxEntry), by: DeclarationConsumer().name)
    }

    private func hasRate() async throws(StoreError) -> Bool {
        for record in try await control.records(ConsumerOrders.recordKind) where try ConsumerOrders(record).rate != nil {
            return true
        }
        return false
    }

    private func holding() async throws(StoreError) -> Set<String> {
        var holding: Set<String> = []
        for record in try await control.records("receiver") {
            let receiver = try ReceiverRecord(record)
            if receiver.state == .holding || receiver.state == .releasing { holding.insert(receiver.receiver) }
        }
        return holding
    }

    func balance() async throws(RestructureError) -> AccountBalance {
        do throws(StoreError) {
            let (account, _) = try await account()
            return AccountBalance(isBalanced: account.balanced, differences: account.differences.count)
        } catch {
            throw RestructureError(error, place: "account")
        }
    }

    func drainState(of systems: [String]) async throws(RestructureError) -> DrainState {
        do {
            let wanted = Set(systems)
            let (parked, discarded) = try await stores.ledger.parkedIDs()
            var (unsent, unsettled) = (0, 0)
            try await stores.outboxes.forEachPageOfAccepted { page throws(StoreError) in
                let candidates = page.filter {
                    wanted.contains($0.system) && $0.route == .live && !parked.contains($0.id) && !discarded.contains($0.id)
                }
                let processed = try await processed(candidates)
                for entry in candidates where !processed.contains(entry.id) {
                    if entry.sent { unsettled += 1 } else { unsent += 1 }
                }
            }
            let depths = try await QueueDepths(bus).ready(BrokerNames.declarations(in: partitioning))
            // Queues are shared by all systems: what lies in them counts only while something of these is on its way.
            return DrainState(
                unsent: unsent, queued: unsent + unsettled == 0 ? 0 : depths.values.reduce(0, +), unsettled: unsettled)
        } catch let error as StoreError {
            throw RestructureError(error, place: "drain")
        } catch let error as BusError {
            throw RestructureError(error, place: "drain")
        } catch {
            throw RestructureError(.cancelled, "\(error)", place: "drain")
        }
    }
}
