import Bus
import Consumers
import Events
import JSON
import Store

/// A pool that takes events without a broker, each once, as the runtime would hand them over.
struct Pool {
    let ledger = MemoryLedger()
    var codes: any CodesInForce = NoCatalogs()

    /// All in one transaction.
    func take(_ drafts: [EventDraft]) async throws {
        try await take(delivered: try drafts.map { try EventSamples.delivered($0, codes: codes) })
    }

    func take(delivered events: [DeliveredEvent]) async throws {
        let consumer = DeclarationConsumer()
        try await ledger.transact { transaction in
            var session = consumer.session()
            for event in events where try transaction.enter(event.event.inboxEntry, inboxOf: consumer.name) {
                try session.handle(event, in: transaction)
            }
            try session.finish(in: transaction)
        }
    }

    /// Each in a transaction of its own.
    func takeOneByOne(_ drafts: [EventDraft]) async throws {
        for draft in drafts { try await take([draft]) }
    }

    func show(_ number: String = "10000000001") async throws -> Shown? {
        try await DeclarationView.load(number, from: ledger).map { Shown(json: $0.json) }
    }

    func outcomes() async throws -> [Event] {
        try await ledger.outbox.unsent(after: 0, limit: 10_000, heldBack: []).map { try EventCodec.decode($0.event.bytes) }
    }

    /// The status changes published so far, in order.
    func statuses() async throws -> [String] {
        try await outcomes().filter { $0.type == DeclarationStatusChanged.type }.compactMap { $0.data["status"]?.string }
    }

    func conflicts() async throws -> [String] {
        try await outcomes().filter { $0.type == DeclarationConflictFound.type }.compactMap { $0.data["conflict"]?.string }
    }
}

/// What `declaration show` would print, by its keys.
struct Shown: Equatable {
    let json: JSONValue

    var number: String? { json["number"]?.string }
    var status: String? { json["status"]?.string }
    var lane: String? { json["lane"]?.string }
    var office: String? { json["office"]?.string }
    var officeInForce: String? { json["officeInForce"]?.string }
    var assessed: String? { json["assessed"]?.string }
    var paid: String? { json["paid"]?.string }
    var credited: String? { json["credited"]?.string }
    var conflicts: [String] { (json["conflicts"]?.array ?? []).compactMap { $0["conflict"]?.string } }
    var events: [String] { (json["events"]?.array ?? []).compactMap { $0["id"]?.string } }
}
