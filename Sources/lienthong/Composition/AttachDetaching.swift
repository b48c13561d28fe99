import Bus
import Console
import Consumers
import Events
import JSON
import Store

extension Attachments {
    /// How long the feeder may take to finish the publish in hand and let go.
    private static let letGo = Duration.seconds(20)

    /// Takes a consumer off: nothing more goes to its queues, then the queues and the user go.
    ///
    /// It can be given again at any point and goes on. Quorum queues know no conditional deletion, so the queues are looked at
    /// after the bindings are gone and the feeder has let go; what comes in after that is nobody's but a replay's.
    /// - Throws: 65 when nothing of this name is attached, 1 while messages wait or clients are connected, 75 while the
    ///   feeder has not let go, 69 or 77 when the user could not be taken away.
    func detach(_ request: ControlRequest) async throws -> JSONValue {
        let name = try request.text("name")
        let isDiscarding = try request.flag("discard")
        let given = try request.optionalText("reason")
        let reason = isDiscarding ? try request.text("reason") : given ?? "not needed any more"
        guard let attachment = try await AttachedConsumers.named(name, node.control) else {
            let names = try await AttachedConsumers.all(node.control).map(\.consumer.name).joined(separator: ", ")
            throw ControlFailure(
                exit: 65, "no consumer `\(name)` is attached; \(names.isEmpty ? "there is none" : "there are \(names)")")
        }
        let partitioning = try Stores.partitioning(node.configuration)
        let fed = FedTopology(attachment.consumer, partitioning)
        let own = attachment.consumer.queues(in: partitioning)
        let all = attachment.start == nil ? own : fed.queues.queues.map(\.name)
        if !attachment.isDetaching {
            if !isDiscarding {
                try await refuseWhileFeeding(attachment)
                try refuse(name, waiting: try await waiting(all), readers: try await readers(own))
            }
            try await AttachedConsumers.beginDetaching(attachment, by: request.actor, reason: reason, in: node.control)
        }
        if attachment.start != nil { try await awaitFeeder(name) }
        let bindings =
            attachment.start == nil
            ? LienThongTopology.attached(attachment.consumer, partitioning).bindings : fed.bindings.bindings
        try await unbind(bindings)
        let left = try await waiting(all)
        if !isDiscarding {
            try refuse(name, waiting: left, readers: try await readers(all), isUnbound: true)
        }
        try await node.bus.withTopologyClient { client throws(BusError) in
            for queue in all { try await client.delete(queue: queue) }
        }
        let user = try await removeUser(name)
        try await AttachedConsumers.forget(
            attachment, by: request.actor, reason: left > 0 ? "\(reason); \(left) messages discarded" : reason,
            in: node.control)
        return [
            "detached": .string(name), "discarded": .integer(Int64(left)), "userRemoved": .bool(user.isRemoved),
            "administrator": .array(user.todo.map(JSONValue.string)),
        ]
    }

    private func refuseWhileFeeding(_ attachment: Attachment) async throws {
        guard attachment.start != nil,
            let record = try await node.control.record(FeedState.recordKind, attachment.consumer.name)
        else { return }
        let state = try FeedState(record)
        guard state.phase != .joining, state.phase != .live else { return }
        throw ControlFailure(
            exit: 1,
            "its history is still being fed (\(state.fed) messages so far); wait, or give --discard with a reason")
    }

    private func refuse(_ name: String, waiting: Int, readers: Int, isUnbound: Bool = false) throws(ControlFailure) {
        let since = isUnbound ? "; its bindings are gone already, nothing more will come" : ""
        guard waiting == 0 else {
            throw ControlFailure(
                exit: 1,
                "\(waiting) messages wait for `\(name)`\(since); let it read them, or give --discard with a reason")
        }
        guard readers == 0 else {
            throw ControlFailure(
                exit: 1,
                "\(readers) clients of `\(name)` are connected and may have messages in hand\(since); stop them, or give "
                    + "--discard with a reason")
        }
    }

    private func waiting(_ queues: [String]) async throws -> Int {
        try await QueueDepths(node.bus).ready(queues).values.reduce(0, +)
    }

    private func readers(_ queues: [String]) async throws -> Int {
        try await QueueDepths(node.bus).depths(queues).values.map(\.consumers).reduce(0, +)
    }

    /// The feeder deletes its record once it moves nothing any more.
    private func awaitFeeder(_ name: String) async throws {
        let control = node.control
        let hasLetGo = try await withThrowingTaskGroup(of: Bool.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                for await _ in control.wakeUps() {
                    if try await control.record(FeedState.recordKind, name) == nil { return true }
                }
                throw CancellationError()
            }
            group.addTask {
                try await ContinuousClock().sleep(for: Self.letGo)
                return false
            }
            return try await group.next() ?? false
        }
        guard hasLetGo else {
            throw ControlFailure(
                exit: 75, "the feeder of `\(name)` has not let go yet (is the broker there?); give the command again")
        }
    }

    private func unbind(_ bindings: [BindingDeclaration]) async throws {
        try await node.bus.withTopologyClient { client throws(BusError) in
            for binding in bindings {
                do throws(BusError) {
                    try await client.delete(binding)
                } catch {
                    // Its queue is gone, and the binding with it.
                    guard error.code == .notFound else { throw error }
                }
            }
        }
    }

    /// - Returns: whether the user is gone, and what an administrator of the broker has to run for it. A user that has rights
    ///   in other virtual hosts too stays, without those in ours.
    private func removeUser(_ name: String) async throws -> (isRemoved: Bool, todo: [String]) {
        let user = BrokerRole.consumer(name)
        guard let management else {
            credentials.remove(name)
            return (false, ["rabbitmqctl delete_user \(user)"])
        }
        do {
            let isRemoved = try await management.delete(user: user)
            credentials.remove(name)
            return (isRemoved, [])
        } catch {
            let failure = ControlFailure(any: error)
            throw ControlFailure(
                exit: failure.exit,
                "the queues of `\(name)` are gone, its user \(user) is not; give the command again when this is mended: "
                    + failure.message)
        }
    }
}
