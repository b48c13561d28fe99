import Bus
import Events
import JSON
import Logging
import ServiceLifecycle
import Store

/// Copies the control log to the stream `lt.control`, where every process of the installation reads it.
///
/// The log in the control store is the original. After a restart the feed goes on behind the last entry that the stream
/// has; an entry may come twice, with the same sequence number.
struct ControlFeed: Service {
    let role: ControlRole

    private static let page = 128

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var sequence = try await lastPublished()
            try await publish(after: &sequence)
            for await _ in role.node.control.wakeUps() { try await publish(after: &sequence) }
        }
    }

    private func publish(after sequence: inout Int64) async throws {
        while true {
            let entries = try await role.node.control.log(after: sequence, limit: Self.page)
            guard let last = entries.last else { return }
            let messages = entries.map { entry in
                OutboundMessage(
                    exchange: BrokerNames.defaultExchange, routingKey: BrokerNames.control,
                    contentType: "application/json", messageID: entry.hash, body: entry.json.bytes)
            }
            for outcome in await role.publisher.publish(messages) where !outcome.isConfirmed {
                throw BusError(.connectionLost, "the control log was not confirmed: \(outcome)", isRetryable: true)
            }
            sequence = last.sequence
        }
    }

    /// The sequence number at the end of the stream; 0 for an empty one.
    /// - Throws: when that cannot be told now: publishing the whole log once more would be the wrong answer.
    private func lastPublished() async throws -> Int64 {
        guard try await QueueDepths(role.node.bus).depth(BrokerNames.control).ready > 0 else { return 0 }
        let source = try role.node.bus.stream(BrokerNames.control, from: .last, role: "control feed")
        // The last chunk is there already, so it comes within a round trip; the deadline is for a broker that dies now.
        let deliveries = try await withThrowingTaskGroup(of: [Delivery].self) { group in
            group.addTask { try await source.next(maximum: Self.page) ?? [] }
            group.addTask {
                try await ContinuousClock().sleep(for: .seconds(10))
                throw BusError(.timedOut, "the end of \(BrokerNames.control) did not come", isRetryable: true)
            }
            let first = try await group.next() ?? []
            group.cancelAll()
            return first
        }
        await source.stop()
        let sequences = deliveries.compactMap { (try? JSON.parse($0.body))?["sequence"]?.integer }
        return sequences.max() ?? 0
    }
}

extension ControlLogEntry {
    var json: JSONValue {
        [
            "sequence": .integer(sequence), "at": .string(at.description), "actor": .string(actor),
            "action": .string(action), "subject": .string(subject), "reason": .string(reason),
            "before": .string(before), "after": .string(after), "hash": .string(hash),
        ]
    }
}
