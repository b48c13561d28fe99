public import Store

/// Makes the account out of what each store says it has. Pure.
public struct Auditor: Sendable {
    /// Ids in the inbox of the consumer that every event of the four systems goes to.
    public var processed: Set<String>
    public var parked: Set<String>
    public var discarded: Set<String>
    /// Systems whose receiver is holding or releasing.
    public var holding: Set<String>
    /// Routing keys of partitions whose queue is known to be empty with nothing on its way: what was sent there and
    /// is not processed is missing. Empty when the broker cannot be asked.
    public var settledPartitions: Set<String>

    public init(
        processed: Set<String>, parked: Set<String>, discarded: Set<String>, holding: Set<String>,
        settledPartitions: Set<String>
    ) {
        self.processed = processed
        self.parked = parked
        self.discarded = discarded
        self.holding = holding
        self.settledPartitions = settledPartitions
    }

    public func account(_ outbox: OutboxAccount) -> Account {
        var systems: [String: Account.Counts] = [:]
        var differences: [String] = []
        for (system, count) in outbox.received { systems[system, default: .init()].received = count }
        for (system, count) in outbox.refused { systems[system, default: .init()].refused = count }
        for entry in outbox.accepted {
            systems[entry.system, default: .init()].accepted += 1
            switch place(of: entry) {
            case .processed: systems[entry.system]?.processed += 1
            case .parked: systems[entry.system]?.parked += 1
            case .discarded: systems[entry.system]?.discarded += 1
            case .held: systems[entry.system]?.held += 1
            case .waiting: systems[entry.system]?.waiting += 1
            case .missing: differences.append(entry.id)
            }
        }
        return Account(systems: systems, differences: differences.sorted())
    }

    /// Ids that were sent and are not known to be anywhere: what to look for again before calling them missing.
    public func unsettled(_ outbox: OutboxAccount) -> [OutboxAccount.Entry] {
        outbox.accepted.filter { place(of: $0) == .missing || (place(of: $0) == .waiting && $0.sent) }
    }

    private enum Place { case processed, parked, discarded, held, waiting, missing }

    private func place(of entry: OutboxAccount.Entry) -> Place {
        // A parked event is in the inbox as well, so that a second copy is not parked twice.
        if parked.contains(entry.id) { return .parked }
        if discarded.contains(entry.id) { return .discarded }
        if processed.contains(entry.id) { return .processed }
        if entry.route == .held && holding.contains(entry.system) { return .held }
        guard entry.sent, let partition = entry.routingKey.split(separator: ".").last else { return .waiting }
        return settledPartitions.contains(String(partition)) ? .missing : .waiting
    }
}
