import Bus
import Consumers
import Events
import Store

extension PathTakeoverWork {
    /// Neither the broker nor another process's commit wakes this one, so it asks this often.
    private static let interval = Duration.milliseconds(100)

    /// Returns when the queues of these partitions have a consumer at work, and no other has. The broker does not tell this way
    /// of those that stand by; a worker consumes all its queues in one go, so it stands by soon after it is at work elsewhere.
    /// - Throws: 75 when that takes longer than a minute; 1 when a worker ends.
    func consuming(_ partitions: Range<Int>, by workers: [PathWorker]) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(60)
        let queues = BrokerNames.declarations(in: try Stores.partitioning(work.configuration))
        while true {
            let counts = try await work.bus.withTopologyClient { client throws(BusError) in
                var counts: [Int] = []
                for queue in queues { counts.append(try await client.state(ofQueue: queue)?.consumers ?? 0) }
                return counts
            }
            if counts.indices.allSatisfy({ counts[$0] == (partitions.contains($0) ? 1 : 0) }) { return }
            for worker in workers { try worker.expectRunning() }
            guard clock.now < deadline else {
                throw CommandFailure(.tryAgain, "the workers did not consume within a minute; consumers by partition: \(counts)")
            }
            try await clock.sleep(for: Self.interval)
        }
    }

    /// - Returns: the accepted events, and the partition of each by its id.
    func accepted(_ outbox: SQLiteOutbox) async throws -> (entries: [InboxEntry], partitions: [String: Int]) {
        var entries: [InboxEntry] = []
        var partitions: [String: Int] = [:]
        let names = Dictionary(
            uniqueKeysWithValues: (0..<work.configuration.partitions).map { (Partitioning.name($0), $0) })
        try await outbox.forEachPageOfAccepted { page throws(StoreError) in
            for entry in page {
                let name = entry.routingKey.split(separator: ".").last.map(String.init) ?? ""
                partitions[entry.id] = names[name]
                entries.append(entry.inboxEntry)
            }
        }
        return (entries, partitions)
    }

    /// Returns when the pool has applied all these events. Whoever calls has a deadline.
    /// - Throws: 1 when the worker ends.
    func applied(_ events: [InboxEntry], _ ledger: SQLiteLedger, by worker: PathWorker) async throws {
        let consumer = DeclarationConsumer().name
        var rest = events
        while true {
            let applied = try await ledger.processed(rest, by: consumer)
            rest.removeAll { applied.contains($0.id) }
            if rest.isEmpty { return }
            try worker.expectRunning()
            try await ContinuousClock().sleep(for: Self.interval)
        }
    }
}
