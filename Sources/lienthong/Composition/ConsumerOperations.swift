import Bus
import Console
import Consumers
import Events
import JSON
import Store

/// Operators' orders to the workers of the pool, and what has become of them.
struct ConsumerOperations: Sendable {
    let node: Node
    private let consumer = DeclarationConsumer().name

    /// One line a partition, with the orders that hold for all of them.
    func list() async throws -> JSONValue {
        let orders = try await orders()
        let receipts = try await receipts()
        let partitioning = try Stores.partitioning(node.configuration)
        let queues = BrokerNames.declarations(in: partitioning)
        // Orders stand in the control store; a broker that is away takes only the counts from the list.
        let depths = try? await QueueDepths(node.bus).depths(queues)
        let now = SystemClock.now()
        let lines = queues.enumerated().map { partition, queue in
            let pause = orders.pause(of: partition)
            let workers = receipts.filter { $0.partitions.contains(partition) }
            let obeying = workers.filter { $0.generation >= pause?.generation ?? 0 }
            let depth = depths?[queue]
            let state = pause != nil ? "paused" : depth?.consumers == 0 ? "unattended" : "running"
            return [
                "partition": .integer(Int64(partition)), "state": .string(state), "reason": .string(pause?.reason ?? ""),
                "since": pause.map { .string($0.since.description) } ?? .null,
                "until": pause?.until.map { .string($0.description) } ?? .null, "by": .string(pause?.by ?? ""),
                "overdue": .bool(pause?.isOverdue(at: now) ?? false),
                "ready": depth.map { .integer(Int64($0.ready)) } ?? .null,
                // Of a queue with a single active consumer the broker counts that one alone.
                "active": depth.map { .integer(Int64($0.consumers)) } ?? .null,
                "workers": Self.names(workers), "confirmed": Self.names(pause == nil ? [] : obeying),
                "missing": Self.names(pause == nil ? [] : workers.filter { !obeying.contains($0) }),
            ] as JSONValue
        }
        return [
            "consumer": .string(consumer), "generation": .integer(orders.generation),
            "rate": orders.rate.map { .integer(Int64($0)) } ?? .null,
            "batch": orders.batch.map { .integer(Int64($0)) } ?? .null, "partitions": .array(lines),
        ]
    }

    /// Lets a partition, or all of them, stand still.
    func pause(_ request: ControlRequest) async throws -> JSONValue {
        let partition = try partition(request)
        let reason = try request.text("reason")
        let (until, now) = (try request.time("until"), SystemClock.now())
        if let until, until <= now { throw ControlFailure(exit: 65, "the expected end \(until) is not after \(now)") }
        return try await act("consumer.pause", reason, request.actor, "\(Self.name(partition)) is to stand still") { orders in
            orders.pausing(partition, reason: reason, until: until, by: request.actor, at: now)
        }
    }

    /// Lets a partition, or everything, go on.
    func resume(_ request: ControlRequest) async throws -> JSONValue {
        let partition = try partition(request)
        let orders = try await orders()
        if let partition {
            guard let pause = orders.pause(of: partition) else {
                return ["answer": .string("\(Self.name(partition)) does not stand still; there is nothing to resume")]
            }
            guard pause.partition != nil else {
                throw ControlFailure(exit: 1, "the whole pool stands still; resume it without --partition")
            }
        } else if orders.pauses.isEmpty {
            return ["answer": "nothing stands still; there is nothing to resume"]
        }
        return try await act("consumer.resume", request.text("reason"), request.actor, "\(Self.name(partition)) goes on") {
            $0.resuming(partition)
        }
    }

    /// Sets the rate and the batch; 0 takes an order back, and what is not named stays.
    func set(_ request: ControlRequest) async throws -> JSONValue {
        let rate = try request.number("rate", default: -1)
        let batch = try request.number("batch", default: -1)
        guard rate >= 0 || batch >= 0 else { throw ControlFailure(exit: 65, "say a rate, a batch, or both") }
        guard rate <= 1_000_000 else { throw ControlFailure(exit: 65, "`rate` must be from 0 to 1000000 events a second") }
        guard batch <= 10_000 else { throw ControlFailure(exit: 65, "`batch` must be from 0 to 10000 events") }
        return try await act("consumer.set", request.text("reason"), request.actor, "set") { orders in
            var after = orders.next
            if rate >= 0 { after.rate = rate == 0 ? nil : rate }
            if batch >= 0 { after.batch = batch == 0 ? nil : batch }
            return after
        }
    }

    /// What a process that will not come back has said of its partitions goes with it.
    func forget(process: String, by actor: String, reason: String) async throws(StoreError) {
        for receipt in try await receipts() where receipt.process == process {
            _ = try await node.control.commit(
                ControlChange(
                    writes: [.init(kind: ConsumerReceipt.recordKind, key: receipt.key, expected: nil, value: nil)],
                    at: SystemClock.now(), actor: actor, action: "consumer.forget", subject: consumer, reason: reason,
                    before: receipt.json.compact))
        }
    }

    private func act(
        _ action: String, _ reason: String, _ actor: String, _ answer: String, _ decide: (ConsumerOrders) -> ConsumerOrders
    ) async throws -> JSONValue {
        let before = try await orders()
        let after = decide(before)
        let entry = try await node.control.commit(
            ControlChange(
                writes: [
                    .init(
                        kind: ConsumerOrders.recordKind, key: consumer, expected: before.generation, value: after.json.bytes)
                ],
                at: SystemClock.now(), actor: actor, action: action, subject: consumer, reason: reason,
                before: before.json.compact, after: after.json.compact))
        return [
            "answer": .string(answer), "generation": .integer(after.generation), "entry": .integer(entry.sequence),
            "orders": after.json,
        ]
    }

    private func orders() async throws(StoreError) -> ConsumerOrders {
        try await node.control.record(ConsumerOrders.recordKind, consumer).map(ConsumerOrders.init) ?? ConsumerOrders()
    }

    private func receipts() async throws(StoreError) -> [ConsumerReceipt] {
        var receipts: [ConsumerReceipt] = []
        for record in try await node.control.records(ConsumerReceipt.recordKind) {
            let receipt = try ConsumerReceipt(record)
            if receipt.consumer == consumer { receipts.append(receipt) }
        }
        return receipts
    }

    /// nil for all of them.
    private func partition(_ request: ControlRequest) throws(ControlFailure) -> Int? {
        let number = try request.number("partition", default: -1)
        guard number != -1 else { return nil }
        guard (0..<node.configuration.partitions).contains(number) else {
            throw ControlFailure(exit: 65, "`partition` must be from 0 to \(node.configuration.partitions - 1)")
        }
        return number
    }

    private static func name(_ partition: Int?) -> String { partition.map { "partition \($0)" } ?? "the pool" }

    private static func names(_ receipts: [ConsumerReceipt]) -> JSONValue {
        .array(receipts.map { .string($0.process) })
    }
}

extension JSONValue {
    /// The compact text, as the control log shows it.
    fileprivate var compact: String { String(decoding: bytes, as: UTF8.self) }
}
