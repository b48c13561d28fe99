import Bus
import Consumers
import Simulator
import Store

/// Whether every accepted event took effect, and once: after a measurement, from the stores it has left.
struct PathCheck: Sendable, Equatable {
    /// Accepted events that are neither in the pool's inbox nor parked.
    var lost = 0
    /// Declarations whose state is not what each event applied once makes of it though none is missing, and events that
    /// stand twice in a history.
    var appliedTwice = 0
    /// Parked events beyond those that were made to be: none of the simulator's may be.
    var parked = 0
    /// What differs from the oracle, the first few, for people.
    var differences: [String] = []

    var isClean: Bool { lost == 0 && appliedTwice == 0 && parked == 0 }

    static func += (sum: inout PathCheck, other: PathCheck) {
        sum.lost += other.lost
        sum.appliedTwice += other.appliedTwice
        sum.parked += other.parked
        sum.differences = Array((sum.differences + other.differences).prefix(20))
    }

    /// - Parameter poisoned: events beside the traffic's that cannot be applied: so many must be parked.
    static func run(_ configuration: Configuration, _ traffic: PathTraffic, poisoned: Int = 0) async throws -> PathCheck {
        let stores = try await Stores.openExisting(configuration)
        do {
            let check = try await run(stores, traffic, poisoned)
            await stores.close()
            return check
        } catch {
            await stores.close()
            throw error
        }
    }

    private static func run(_ stores: Stores, _ traffic: PathTraffic, _ poisoned: Int) async throws -> PathCheck {
        var check = PathCheck()
        let ledger = stores.ledger
        let (parked, discarded) = try await ledger.parkedIDs()
        check.parked = abs(parked.count + discarded.count - poisoned)
        let consumer = DeclarationConsumer().name
        var lost = 0
        try await stores.outbox.forEachPageOfAccepted { page throws(StoreError) in
            let known = try await ledger.processed(page.map(\.inboxEntry), by: consumer)
            lost += page.count { !known.contains($0.id) && !parked.contains($0.id) && !discarded.contains($0.id) }
        }
        check.lost = lost
        for block in 0..<traffic.blocks {
            try Task.checkCancellation()
            for entry in try traffic.oracle(of: block) {
                let view = try await DeclarationView.load(entry.number, from: ledger)?.json
                let ids = (view?["events"]?.array ?? []).compactMap { $0["id"]?.string }
                let repeated = ids.count - Set(ids).count
                let found = entry.differences(from: view)
                // With something missing a difference says nothing about what was applied twice.
                check.appliedTwice += repeated + (found.isEmpty || lost > 0 || check.parked > 0 ? 0 : 1)
                check.differences = Array((check.differences + found).prefix(20))
            }
        }
        return check
    }
}
