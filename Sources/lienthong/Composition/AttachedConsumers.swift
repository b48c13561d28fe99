import Bus
import Consumers
import Events
import JSON
import Store

/// Consumers that others attached: records of the control store, so that a new broker gets their queues too.
enum AttachedConsumers {
    /// The same that replays look their target up in.
    static let recordKind = ReplayTarget.recordKind

    /// Those whose queues are bound to the events directly. What has a history to be fed is `AttachFeeds`' matter.
    static func load(_ control: any ControlStore) async throws -> [AttachedConsumer] {
        try await all(control).filter { $0.start == nil && !$0.isDetaching }.map(\.consumer)
    }

    /// All of them, by name.
    static func all(_ control: any ControlStore) async throws -> [Attachment] {
        try await control.records(recordKind).compactMap(Attachment.init)
    }

    static func named(_ name: String, _ control: any ControlStore) async throws -> Attachment? {
        try await control.record(recordKind, name).flatMap(Attachment.init)
    }

    /// Remembers a new consumer, and that its history is to be fed when it has one.
    static func save(_ attachment: Attachment, by actor: String, in control: any ControlStore) async throws {
        let name = attachment.consumer.name
        var writes = [ControlChange.Write(kind: recordKind, key: name, expected: 0, value: attachment.json.bytes)]
        if let start = attachment.start {
            // What an earlier consumer of this name left is over: that one has been detached.
            writes.append(
                .init(kind: FeedState.recordKind, key: name, expected: nil, value: FeedState(start: start).json.bytes))
        }
        _ = try await control.commit(
            ControlChange(
                writes: writes, at: SystemClock.now(), actor: actor, action: "consumer.attach", subject: name,
                reason: "attached", after: attachment.text))
    }

    /// From now on nothing is declared, bound or fed for it any more.
    static func beginDetaching(
        _ attachment: Attachment, by actor: String, reason: String, in control: any ControlStore
    ) async throws {
        var after = attachment
        after.isDetaching = true
        _ = try await control.commit(
            ControlChange(
                writes: [
                    .init(
                        kind: recordKind, key: attachment.consumer.name, expected: attachment.generation,
                        value: after.json.bytes)
                ],
                at: SystemClock.now(), actor: actor, action: "consumer.detach", subject: attachment.consumer.name,
                reason: reason, before: attachment.text, after: after.text))
    }

    /// Its queues are gone.
    static func forget(
        _ attachment: Attachment, by actor: String, reason: String, in control: any ControlStore
    ) async throws {
        _ = try await control.commit(
            ControlChange(
                writes: [.init(kind: recordKind, key: attachment.consumer.name, expected: nil, value: nil)],
                at: SystemClock.now(), actor: actor, action: "consumer.detached", subject: attachment.consumer.name,
                reason: reason, before: attachment.text))
    }
}
