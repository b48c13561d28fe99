import Store

/// Which queues this process has claimed, so that a process that was thought dead cannot commit over its successor.
///
/// A claim is made in the first transaction that holds a delivery of a queue, and made again after each reconnect: being
/// given deliveries is what makes a single-active consumer the owner.
struct QueueOwnership: Sendable, Hashable {
    struct Claim: Sendable, Hashable { var generation: UInt64, epoch: Int64 }

    private var claims: [String: Claim] = [:]
    /// Queue by delivery, with the newest connection seen in it.
    private var seen: [String: UInt64] = [:]

    /// - Parameter generation: of the connection that a delivery of the queue came by.
    mutating func saw(_ queue: String, generation: UInt64) {
        if let newest = seen[queue], newest >= generation { return }
        seen[queue] = generation
    }

    /// Asserts what is claimed, claims what is not.
    /// - Returns: what holds once the transaction has committed.
    func assert(in transaction: any LedgerTransaction, consumer: String) throws(StoreError) -> QueueOwnership {
        var after = self
        for (queue, generation) in seen.sorted(by: { $0.key < $1.key }) {
            let partition = "\(consumer)/\(queue)"
            if let claim = claims[queue], claim.generation == generation {
                try transaction.assertOwner(of: partition, epoch: claim.epoch)
            } else {
                let epoch = try transaction.claim(partition: partition)
                after.claims[queue] = Claim(generation: generation, epoch: epoch)
            }
        }
        return after
    }
}
