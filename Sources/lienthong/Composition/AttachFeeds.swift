import Bus
import Consumers
import Events
import Logging
import ServiceLifecycle
import Store

/// Feeds every consumer that was attached with a history, for as long as it is attached.
struct AttachFeeds: Service {
    let node: Node

    /// What fed consumers need on the broker as far as it has come: their feed is bound only once it is known where the
    /// journal ended before.
    static func topology(_ configuration: Configuration, _ control: any ControlStore) async throws -> Topology {
        let partitioning = try Stores.partitioning(configuration)
        var topology = Topology()
        for attachment in try await AttachedConsumers.all(control) where attachment.start != nil && !attachment.isDetaching {
            let fed = FedTopology(attachment.consumer, partitioning)
            topology = topology.adding(fed.queues)
            guard let record = try await control.record(FeedState.recordKind, attachment.consumer.name) else { continue }
            switch try FeedState(record).phase {
            case .opening, .binding: break
            case .history, .joining, .live: topology = topology.adding(fed.bindings)
            }
        }
        return topology
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            let publisher = try node.bus.publisher("feeds")
            // One for each fed consumer; operators attach a handful.
            var feeders: [String: Task<Void, Never>] = [:]
            do {
                for await _ in node.control.wakeUps() { try await follow(&feeders, publisher) }
            } catch {
                await end(feeders, publisher)
                throw error
            }
            await end(feeders, publisher)
        }
    }

    private func end(_ feeders: [String: Task<Void, Never>], _ publisher: AMQPPublisher) async {
        for feeder in feeders.values { feeder.cancel() }
        for feeder in feeders.values { await feeder.value }
        await publisher.close()
    }

    /// Begins with consumers that are new, and lets go of those that are being detached.
    private func follow(_ feeders: inout [String: Task<Void, Never>], _ publisher: AMQPPublisher) async throws {
        let fed = try await AttachedConsumers.all(node.control).filter { $0.start != nil }
        let wanted = Set(fed.filter { !$0.isDetaching }.map(\.consumer.name))
        for (name, feeder) in feeders where !wanted.contains(name) {
            feeder.cancel()
            await feeder.value
            feeders[name] = nil
        }
        for attachment in fed where attachment.isDetaching { try await letGo(attachment.consumer.name) }
        for attachment in fed where wanted.contains(attachment.consumer.name) && feeders[attachment.consumer.name] == nil {
            let runner = try runner(attachment.consumer, publisher)
            feeders[attachment.consumer.name] = Task { await feed(attachment.consumer.name, runner) }
        }
    }

    /// The record is gone only when nothing is fed any more: whoever detaches waits for that.
    private func letGo(_ name: String) async throws {
        guard let record = try await node.control.record(FeedState.recordKind, name) else { return }
        _ = try await node.control.commit(
            ControlChange(
                writes: [.init(kind: FeedState.recordKind, key: name, expected: record.generation, value: nil)],
                at: SystemClock.now(), actor: node.configuration.process, action: "consumer.feed.end", subject: name,
                reason: "is being detached", before: String(decoding: record.value, as: UTF8.self)))
    }

    /// Begins again after every failure, at most every 5 s: the broker cannot call us when it is back.
    private func feed(_ name: String, _ runner: FeedRunner) async {
        let clock = ContinuousClock()
        var pause = Duration.milliseconds(200)
        while !Task.isCancelled {
            let begun = clock.now
            do {
                try await runner.run()
            } catch {
                guard !Task.isCancelled else { return }
                node.logger.error(
                    "feeding failed and begins again", metadata: ["consumer": "\(name)", "reason": "\(error)"])
            }
            if clock.now - begun > .seconds(30) { pause = .milliseconds(200) }
            try? await clock.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
        }
    }

    private func runner(_ consumer: AttachedConsumer, _ publisher: AMQPPublisher) throws -> FeedRunner {
        let bus = node.bus
        let partitioning = try Stores.partitioning(node.configuration)
        let fed = FedTopology(consumer, partitioning)
        let feed = BrokerNames.feed(consumer.name)
        let journal = AttachJournal(bus: bus, role: "feeds")
        let ports = FeedPorts(
            replay: ReplayPorts(journal: journal.open, journalCount: journal.count, publisher: publisher),
            feedDepth: { () throws(BusError) in try await QueueDepths(bus).depth(feed) },
            declare: { () throws(BusError) in try await Self.apply(fed.queues, bus) },
            bind: { () throws(BusError) in try await Self.apply(fed.bindings, bus) },
            feed: { () throws(BusError) in
                // What is too large was so for the publisher too, and goes on as it is; there is nowhere else to put it.
                try bus.source([feed], role: "feed \(consumer.name)", prefetch: 256, limits: nil)
            })
        return FeedRunner(
            consumer, queues: consumer.queues(in: partitioning), store: node.control, ports: ports,
            process: node.configuration.process, now: SystemClock.now, logger: node.logger)
    }

    /// - Throws: `preconditionFailed` when an object is there with other properties.
    private static func apply(_ topology: Topology, _ bus: BusAccess) async throws(BusError) {
        let steps = try await bus.withTopologyClient { client throws(BusError) in try await client.apply(topology) }
        if let wrong = steps.first(where: { !$0.isFine }) { throw BusError(.preconditionFailed, wrong.description) }
    }
}
