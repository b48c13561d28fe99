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

    init(node: AllRoles) {
        stores = node.stores
        bus = node.bus
        partitioning = Partitioning(count: node.configuration.partitions) ?? .standard
        control = node.control
    }

    init(_ configuration: Configuration, stores: Stores, bus: BusAccess) throws(CommandFailure) {
        self.stores = stores
        self.bus = bus
        partitioning = try Stores.partitioning(configuration)
        control = stores.control
    }

    /// What each store says, with no judgement on what the broker has.
    struct Snapshot: Sendable {
        var outbox: OutboxAccount
        var auditor: Auditor
    }

    func snapshot(from: Timestamp? = nil, until: Timestamp? = nil) async throws(StoreError) -> Snapshot {
        let outbox = try await stores.outbox.account(from: from, until: until)
        // Read after the outbox: what is processed meanwhile only moves on, and is never counted as missing.
        let processed = try await stores.ledger.processed(outbox.accepted.map(\.id), by: DeclarationConsumer().name)
        let (parked, discarded) = try await stores.ledger.parkedIDs()
        var holding: Set<String> = []
        for record in try await control.records("receiver") {
            let receiver = try ReceiverRecord(record)
            if receiver.state == .holding || receiver.state == .releasing { holding.insert(receiver.receiver) }
        }
        return Snapshot(
            outbox: outbox,
            auditor: Auditor(
                processed: processed, parked: parked, discarded: discarded, holding: holding, settledPartitions: []))
    }

    /// The account. Ids that were sent and are nowhere count as missing once their partition's queue is empty and they
    /// have not turned up within `patience`: a queue's depth does not show what a consumer has in hand.
    /// - Returns: the account, and whether the broker could be asked.
    func account(
        from: Timestamp? = nil, until: Timestamp? = nil, patience: Duration = .seconds(5)
    ) async throws(StoreError) -> (account: Account, brokerAsked: Bool) {
        let clock = ContinuousClock()
        let end = clock.now + patience
        while true {
            var snapshot = try await snapshot(from: from, until: until)
            let open = snapshot.auditor.unsettled(snapshot.outbox)
            guard !open.isEmpty else { return (snapshot.auditor.account(snapshot.outbox), true) }
            let depths: [String: Int]
            do {
                depths = try await QueueDepths(bus).ready(BrokerNames.declarations(in: partitioning))
            } catch {
                return (snapshot.auditor.account(snapshot.outbox), false)
            }
            if clock.now >= end {
                for partition in 0..<partitioning.count where depths[BrokerNames.declarations(partition)] == 0 {
                    snapshot.auditor.settledPartitions.insert(Partitioning.name(partition))
                }
                return (snapshot.auditor.account(snapshot.outbox), true)
            }
            // Nothing wakes a reader of another process's store; each round reads it once, until the deadline.
            try? await clock.sleep(for: .milliseconds(250))
        }
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
            let snapshot = try await snapshot()
            let wanted = Set(systems)
            let settled = snapshot.auditor
            let open = snapshot.outbox.accepted.filter { entry in
                wanted.contains(entry.system) && entry.route == .live && !settled.processed.contains(entry.id)
                    && !settled.parked.contains(entry.id) && !settled.discarded.contains(entry.id)
            }
            let depths = try await QueueDepths(bus).ready(BrokerNames.declarations(in: partitioning))
            let unsent = open.count { !$0.sent }
            // Queues are shared by all systems: what lies in them counts only while something of these is on its way.
            return DrainState(
                unsent: unsent, queued: open.isEmpty ? 0 : depths.values.reduce(0, +), unsettled: open.count - unsent)
        } catch let error as StoreError {
            throw RestructureError(error, place: "drain")
        } catch let error as BusError {
            throw RestructureError(error, place: "drain")
        } catch {
            throw RestructureError(.cancelled, "\(error)", place: "drain")
        }
    }
}
