import Bus
import Events
import Store

/// Whether the outcomes on the broker are those of the ledger: each of them, with the same bytes in every copy, first copies
/// in order, and each change of status behind the one before.
struct OutcomeCheck: Sendable {
    /// In the order of arrival.
    let deliveries: [Delivery]

    func problems(in ledger: SQLiteLedger) async throws -> [String] {
        var problems: [String] = []
        var stored: [String: OutboxRow] = [:]
        var unsent: [String] = []
        try await ledger.outbox.forEachPageOfAccepted { page throws(StoreError) in
            unsent += page.filter { !$0.sent }.map(\.id)
            for row in try await ledger.outbox.events(ids: page.map(\.id)) { stored[row.event.id] = row }
        }
        problems += unsent.map { "not marked as sent: \($0)" }
        if stored.isEmpty { problems.append("the ledger has no outcomes at all") }
        let arrived = try arrivals(&problems)
        for event in arrived where stored[event.id]?.event.bytes != event.bytes {
            problems.append("\(event.id) arrived and is \(stored[event.id] == nil ? "not in the ledger" : "another there")")
        }
        problems += Set(stored.keys).subtracting(arrived.map(\.id)).sorted().map { "never arrived: \($0)" }
        problems += disorder(arrived, stored)
        problems += try await brokenChains(arrived, ledger)
        return problems
    }

    private struct Arrived {
        var id: String
        var bytes: [UInt8]
        var routingKey: String
        var event: Event
    }

    /// The first copy of each.
    private func arrivals(_ problems: inout [String]) throws -> [Arrived] {
        var first: [String: [UInt8]] = [:]
        var arrived: [Arrived] = []
        for delivery in deliveries {
            for result in BatchCodec.decode(delivery.body, contentType: delivery.contentType) {
                let decoded = try result.get()
                let id = decoded.event.id
                if let known = first[id] {
                    if known != decoded.bytes { problems.append("\(id) arrived with other bytes") }
                    continue
                }
                first[id] = decoded.bytes
                arrived.append(
                    Arrived(id: id, bytes: decoded.bytes, routingKey: delivery.routingKey, event: decoded.event))
            }
        }
        return arrived
    }

    private func disorder(_ arrived: [Arrived], _ stored: [String: OutboxRow]) -> [String] {
        var problems: [String] = []
        var last: [String: Int64] = [:]
        for event in arrived {
            guard let position = stored[event.id]?.position else { continue }
            if position < last[event.routingKey, default: 0] { problems.append("out of order: \(event.id)") }
            last[event.routingKey] = position
        }
        return problems
    }

    private func brokenChains(_ arrived: [Arrived], _ ledger: SQLiteLedger) async throws -> [String] {
        var problems: [String] = []
        var last: [String: String] = [:]
        for arrival in arrived where arrival.event.type == DeclarationStatusChanged.type {
            let (key, data) = (arrival.event.partitionKey, arrival.event.data)
            let previous = data["previous"]?.string
            if previous != last[key] {
                problems.append("\(arrival.id) changes from \(previous ?? "nothing"), not \(last[key] ?? "nothing")")
            }
            last[key] = data["status"]?.string
        }
        let records = Collected<DeclarationRecord>()
        try await ledger.forEachDeclaration { records.append($0) }
        for record in records.all where last[record.key] != record.status {
            problems.append("\(record.key) is \(record.status), published last was \(last[record.key] ?? "nothing")")
        }
        return problems
    }
}
