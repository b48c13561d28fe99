import Bus
import Consumers
import Events
import JSON
import Store

/// Consumers that others attached: records of the control store, so that a new broker gets their queues too.
enum AttachedConsumers {
    /// The same that replays look their target up in.
    static let recordKind = ReplayTarget.recordKind

    static func load(_ control: any ControlStore) async throws -> [AttachedConsumer] {
        try await control.records(recordKind).compactMap { record in
            guard let json = try? JSON.parse(record.value) else { return nil }
            return AttachedConsumer(
                name: record.key,
                patterns: (json["patterns"]?.array ?? []).compactMap { $0.string.flatMap(RoutingPattern.init) },
                isPartitioned: json["partitioned"]?.bool ?? false)
        }
    }

    /// Remembers a consumer; the same one again changes nothing.
    static func save(_ consumer: AttachedConsumer, by actor: String, in control: any ControlStore) async throws {
        let value: JSONValue = [
            "patterns": .array(consumer.patterns.map { .string($0.description) }),
            "partitioned": .bool(consumer.isPartitioned),
        ]
        let present = try await control.record(recordKind, consumer.name)
        guard present?.value != value.bytes else { return }
        _ = try await control.commit(
            ControlChange(
                writes: [
                    .init(
                        kind: recordKind, key: consumer.name, expected: present?.generation ?? 0, value: value.bytes)
                ],
                at: SystemClock.now(), actor: actor, action: "consumer.attach", subject: consumer.name,
                reason: "attached", before: present.map { String(decoding: $0.value, as: UTF8.self) } ?? "",
                after: String(decoding: value.bytes, as: UTF8.self)))
    }
}
