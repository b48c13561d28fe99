import Bus
import Consumers
import Foundation
import Store

/// The pool, and beside it, in the same transaction, a list of what was applied, by partition key.
///
/// Facts applied twice leave a declaration as it was; the list does not forgive that, nor another order.
struct NotedPool: Consumer {
    /// Id of an event that it does not survive, by a mistake that no error handling catches.
    let lethal: String?
    private let pool = DeclarationConsumer()

    init(lethal: String? = nil) { self.lethal = lethal }

    var name: String { pool.name }
    var entities: [EventEntity] { pool.entities }
    var retry: RetryPolicy { pool.retry }

    func prepare(_ event: Event) -> (any AnyObject & Sendable)? { pool.prepare(event) }

    func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        var session = session()
        try session.handle(event, in: transaction)
        try session.finish(in: transaction)
    }

    func session() -> any ConsumerSession { Session(inner: pool.session(), name: name, lethal: lethal) }

    /// - Returns: ids in the order in which they were applied to the key.
    static func applied(to key: String, in ledger: any Ledger) async throws -> [String] {
        let list = try await ledger.value(key, of: DeclarationConsumer().name) ?? []
        return String(decoding: list, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private struct Session: ConsumerSession {
        var inner: any ConsumerSession
        let name: String
        let lethal: String?

        mutating func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
            let key = event.event.partitionKey
            let list = try transaction.value(key, of: name) ?? []
            try transaction.setValue(list + Array("\(event.event.id)\n".utf8), key, of: name)
            try inner.handle(event, in: transaction)
            // Half of the transaction is written by now.
            if event.event.id == lethal { kill(getpid(), SIGKILL) }
        }

        mutating func finish(in transaction: any LedgerTransaction) throws { try inner.finish(in: transaction) }
    }
}
