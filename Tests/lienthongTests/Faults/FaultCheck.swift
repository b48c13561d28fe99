import Bus
import Consumers
import Simulator
import Store

/// Holds what a fault run has left against the oracle and against the same events without a fault.
struct FaultCheck: Sendable {
    let traffic: FaultTraffic
    /// What the workers have published, copies included, in the order of arrival.
    let outcomes: [Delivery]
    /// Messages that the pool's queues and `lt.poison` still have.
    let left: Int

    /// - Parameter path: of the ledger, when no worker has it open any more.
    /// - Returns: what is wrong, for people; empty when nothing is.
    func problems(in path: String) async throws -> [String] {
        let ledger = try await SQLiteLedger(path: path, partitioning: FaultBroker.partitioning)
        var problems: [String] = left == 0 ? [] : ["\(left) messages are still on the broker"]
        problems += try await states(ledger)
        problems += try await effects(ledger)
        problems += try await OutcomeCheck(deliveries: outcomes).problems(in: ledger)
        try await ledger.close()
        return problems
    }

    /// What every declaration has come to.
    private func states(_ ledger: SQLiteLedger) async throws -> [String] {
        var problems: [String] = []
        for entry in traffic.oracle {
            let shown = try await DeclarationView.load(entry.number, from: ledger)?.json
            problems += entry.differences(from: shown).map { "the oracle: \($0)" }
        }
        let found = try await Self.story(of: ledger)
        let expected = try await Self.story(of: traffic.unfaulted())
        for key in Set(found.keys).union(expected.keys).sorted() where found[key] != expected[key] {
            problems.append("\(key) without faults: \(Self.text(expected[key]))\nwith: \(Self.text(found[key]))")
        }
        return problems
    }

    /// Every event in the inbox, and applied once, in the order of its key; nothing parked.
    private func effects(_ ledger: SQLiteLedger) async throws -> [String] {
        var problems: [String] = []
        let ids = traffic.events.keys.sorted()
        let processed = try await ledger.processed(
            traffic.events.values.map { InboxEntry(id: $0.id, key: $0.partitionKey) }, by: DeclarationConsumer().name)
        problems += ids.filter { !processed.contains($0) }.map { "never applied: \($0)" }
        let parked = try await ledger.parked(consumer: nil, key: nil, limit: 20)
        problems += parked.map { "parked: \($0.eventID), \($0.cause): \($0.detail)" }
        for (key, expected) in traffic.order.sorted(by: { $0.key < $1.key }) {
            let applied = try await NotedPool.applied(to: key, in: ledger)
            if applied != expected { problems.append("to \(key) were applied \(applied), not \(expected)") }
        }
        return problems
    }

    private static func story(of ledger: any Ledger) async throws -> [String: LedgerState] {
        let records = Collected<DeclarationRecord>()
        try await ledger.forEachDeclaration { records.append($0) }
        var story: [String: LedgerState] = [:]
        for record in records.all {
            story[record.key] = LedgerState(
                state: String(decoding: record.state, as: UTF8.self), events: try await ledger.history(of: record.key).map(\.id))
        }
        return story
    }

    private static func text(_ state: LedgerState?) -> String { state.map { "\($0.state) by \($0.events)" } ?? "unknown" }
}
