public import Store

/// Makes the account out of what each store says it has, page by page. Pure.
public struct Auditor: Sendable {
    /// Entries that were sent and are nowhere yet, which are looked at again at the end; beyond this many only counted: with
    /// so much on the broker nothing can be called missing.
    public static let openLimit = 100_000

    private let parked: Set<String>
    private let discarded: Set<String>
    private let holding: Set<String>
    private var systems: [String: Account.Counts] = [:]
    /// Sent, and neither processed nor parked nor discarded as far as is known. At most `openLimit`.
    public private(set) var open: [OutboxEntry] = []

    /// - Parameters:
    ///   - parked: ids that wait for people; `discarded`: ids that people gave up.
    ///   - holding: systems whose receiver is holding or releasing.
    public init(parked: Set<String>, discarded: Set<String>, holding: Set<String>) {
        self.parked = parked
        self.discarded = discarded
        self.holding = holding
    }

    /// Takes in one page.
    /// - Parameter processed: which of the page's ids are in the inbox of the consumer that every event of the four systems
    ///   goes to.
    public mutating func take(_ page: [OutboxEntry], processed: Set<String>) {
        for entry in page {
            systems[entry.system, default: .init()].received += 1
            systems[entry.system, default: .init()].accepted += 1
            let place = place(of: entry, processed)
            if place == .open, open.count < Self.openLimit {
                open.append(entry)
            } else {
                count(entry, place)
            }
        }
    }

    public mutating func refuse(_ counts: [String: Int]) {
        for (system, count) in counts {
            systems[system, default: .init()].received += count
            systems[system, default: .init()].refused += count
        }
    }

    /// Looks again at what was open: time has passed, and it may have arrived.
    public mutating func settle(processed: Set<String>) {
        let entries = open
        open = []
        for entry in entries {
            if processed.contains(entry.id) { count(entry, .processed) } else { open.append(entry) }
        }
    }

    /// - Parameter settledPartitions: partitions (`p03`) whose queue is known to be empty with nothing on its way: what was
    ///   sent there and is still open is missing. Empty when the broker cannot be asked.
    public func account(settledPartitions: Set<String>) -> Account {
        var auditor = self
        var differences: [String] = []
        for entry in open {
            let partition = entry.routingKey.split(separator: ".").last.map(String.init) ?? ""
            if settledPartitions.contains(partition) { differences.append(entry.id) } else { auditor.count(entry, .waiting) }
        }
        return Account(systems: auditor.systems, differences: differences.sorted())
    }

    private enum Place { case processed, parked, discarded, held, waiting, open }

    private func place(of entry: OutboxEntry, _ processed: Set<String>) -> Place {
        // A parked event is in the inbox as well, so that a second copy is not parked twice.
        if parked.contains(entry.id) { return .parked }
        if discarded.contains(entry.id) { return .discarded }
        if processed.contains(entry.id) { return .processed }
        if entry.route == .held && holding.contains(entry.system) { return .held }
        return entry.sent ? .open : .waiting
    }

    private mutating func count(_ entry: OutboxEntry, _ place: Place) {
        switch place {
        case .processed: systems[entry.system]?.processed += 1
        case .parked: systems[entry.system]?.parked += 1
        case .discarded: systems[entry.system]?.discarded += 1
        case .held: systems[entry.system]?.held += 1
        case .waiting, .open: systems[entry.system]?.waiting += 1
        }
    }
}
