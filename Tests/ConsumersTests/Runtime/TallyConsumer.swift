import Bus
import Consumers
import Store
import Synchronization

/// Counts each event under its key, in a declaration record, and fails as its events tell it to.
struct TallyConsumer: Consumer {
    let name = "tally"
    let entities = [EventEntity("vnaccs", "*")]
    let attempts = Attempts()

    /// How often each event was tried, over all rollbacks.
    final class Attempts: Sendable {
        private let counts = Mutex<[String: Int]>([:])

        func count(_ id: String) -> Int { counts.withLock { $0[id] ?? 0 } }

        func add(_ id: String) -> Int {
            counts.withLock { counts in
                counts[id, default: 0] += 1
                return counts[id] ?? 0
            }
        }
    }

    struct Surprise: Error {}

    /// Members of the payload: `fail` = `poison`, `surprise`, `store` or `transient`; `until` = number of the attempt that
    /// goes well.
    func handle(_ delivered: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        let event = delivered.event
        let record = try transaction.declaration(event.partitionKey)
        let line = record.map { String(decoding: $0.state, as: UTF8.self) + "," } ?? ""
        try transaction.save(
            DeclarationRecord(key: event.partitionKey, status: "registered", state: Array((line + event.id).utf8)))
        let attempt = attempts.add(event.id)
        guard let failure = event.data["fail"]?.string else { return }
        if let until = event.data["until"]?.integer, attempt >= Int(until) { return }
        switch failure {
        case "poison": throw ConsumerFailure.poison("rule", "told to fail")
        case "transient": throw ConsumerFailure.transient("later", "told to wait")
        case "store": throw StoreError(.busy, "told to be busy", isRetryable: true)
        default: throw Surprise()
        }
    }
}
