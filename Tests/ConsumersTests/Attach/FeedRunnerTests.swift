import Bus
import Events
import Logging
import Store
import Synchronization
import Testing

@testable import Consumers

/// A consumer is fed by a broker in memory, of which every publish goes to the journal and to what is bound at that moment.
struct FeedRunnerTests {
    /// Journal, feed and consumer's queue; the feeder's process may be ended at any publish or write.
    private final class BrokerDouble: Sendable {
        struct State {
            var journal: [Delivery] = []
            var feed: [Delivery] = []
            var isBound = false
            var queue: [OutboundMessage] = []
            var openFeed: QueueDouble?
            /// What was ever delivered of the feed: delivered once more, it is marked.
            var delivered: Set<DeliveryTag> = []
            /// Messages of the journal that the broker's statistic does not have yet.
            var uncounted = 0
            var counted: Int { max(0, journal.count - uncounted) }
        }
        let state = Mutex(State())

        /// Something that happens in the pipeline.
        func publish(_ number: Int) throws {
            let event = try Samples.event(number, key: "1000000000\(number % 7)")
            state.withLock { state in
                state.journal.append(
                    Samples.delivery([event], queue: "lt.journal", tag: number, offset: state.journal.count))
                if state.isBound { state.feed.append(Samples.delivery([event], queue: "lt.feed.audit", tag: number)) }
            }
        }

        /// Whoever had it open is gone; what it had not acknowledged lies there again, marked as delivered before.
        func openFeed() -> QueueDouble {
            state.withLock { state in
                var left = state.feed
                if let before = state.openFeed {
                    let acknowledged = Set(before.state.withLock { $0.acknowledged.map(\.tag) })
                    left = left.filter { !acknowledged.contains($0.tag) }
                    for index in left.indices where state.delivered.contains(left[index].tag) {
                        left[index].redelivered = true
                    }
                }
                state.feed = left
                let open = QueueDouble(left)
                state.openFeed = open
                return open
            }
        }

        var isFeedEmpty: Bool { state.withLock { $0.openFeed?.isEmpty ?? false } }

        func ids() throws -> [String] {
            try state.withLock { $0.queue }.flatMap {
                try BatchCodec.decode($0.body, contentType: $0.contentType).map { try $0.get().event.id }
            }
        }
    }

    /// The feed's reader, of which the broker knows what it was given.
    private struct Reader: MessageSource {
        let source: SourceDouble
        let broker: BrokerDouble

        func next(maximum: Int) async throws(BusError) -> [Delivery]? {
            let batch = try await source.next(maximum: maximum)
            broker.state.withLock { $0.delivered.formUnion((batch ?? []).map(\.tag)) }
            return batch
        }

        func acknowledge(_ tags: [DeliveryTag]) { source.acknowledge(tags) }

        func stop() async { await source.stop() }

        var consumingSince: ContinuousClock.Instant? { source.consumingSince }
    }

    private struct Queue: MessagePublisher {
        let broker: BrokerDouble
        let onPublish: @Sendable ([OutboundMessage]) -> Void

        func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
            onPublish(messages)
            broker.state.withLock { $0.queue += messages }
            return messages.map { _ in .confirmed }
        }
    }

    private let broker = BrokerDouble()
    private let control = MemoryControl()
    private let time = TickerDouble()

    private func runner(
        over store: (any ControlStore)? = nil, onBind: @escaping @Sendable () -> Void = {},
        onPublish: @escaping @Sendable ([OutboundMessage]) -> Void = { _ in }
    ) throws -> FeedRunner {
        let broker = broker
        let pattern = try #require(RoutingPattern("#"))
        let consumer = try #require(AttachedConsumer(name: "audit", patterns: [pattern]))
        let ports = FeedPorts(
            replay: ReplayPorts(
                journal: { start throws(BusError) in
                    let journal = broker.state.withLock { $0.journal }
                    switch start {
                    case .last: return QueueDouble(Array(journal.suffix(3))).consume()
                    case .offset(let offset): return QueueDouble(Array(journal.dropFirst(Int(offset) / 5 * 5))).consume()
                    case .first, .time: return QueueDouble(journal).consume()
                    }
                }, journalCount: { broker.state.withLock { $0.counted } },
                publisher: Queue(broker: broker, onPublish: onPublish)),
            feedDepth: { QueueDepth(ready: broker.openFeed().depth.ready, consumers: 0) },
            declare: {},
            bind: {
                broker.state.withLock { $0.isBound = true }
                onBind()
            },
            feed: { Reader(source: broker.state.withLock { $0.openFeed ?? QueueDouble([]) }.consume(), broker: broker) })
        return FeedRunner(
            consumer, queues: ["lt.consumer.audit"], store: store ?? control, ports: ports, ticker: time.ticker,
            process: "test", now: { Samples.evening }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func attach() async throws {
        _ = try await control.commit(
            ControlChange(
                writes: [
                    .init(
                        kind: FeedState.recordKind, key: "audit", expected: 0,
                        value: FeedState(start: .first).json.bytes)
                ], at: Samples.evening, actor: "lan", action: "consumer.attach", subject: "audit", reason: "attached"))
    }

    private func state() async throws -> FeedState {
        try FeedState(try #require(try await control.record(FeedState.recordKind, "audit")))
    }

    /// Runs until the feed is empty and everything of it acknowledged, then ends the feeder as a shutdown does.
    private func runUntilEmpty(_ runner: FeedRunner) async throws {
        let feeder = Task { try await runner.run() }
        while !broker.isFeedEmpty { await Task.yield() }
        feeder.cancel()
        _ = await feeder.result
    }

    @Test func historyAndWhatComesMeanwhileArriveOnceAndInOrder() async throws {
        try await attach()
        for number in 0..<1000 { try broker.publish(number) }
        let broker = broker
        let more = Mutex(1000)
        let runner = try runner(
            onBind: {
                for _ in 0..<5 { try? broker.publish(more.withLock { $0 += 1; return $0 - 1 }) }
            },
            onPublish: { _ in
                // The pipeline goes on while history is fed.
                if more.withLock({ $0 < 1100 }) { try? broker.publish(more.withLock { $0 += 1; return $0 - 1 }) }
            })
        try await runUntilEmpty(runner)
        let count = more.withLock { $0 }
        #expect(try broker.ids().prefix(1005) == ArraySlice((0..<1005).map { "event-\($0)" }))
        // What came while the double handed the feed out lies there for the next run.
        try await runUntilEmpty(self.runner())
        #expect(try broker.ids() == (0..<count).map { "event-\($0)" })
        #expect(try await state().phase == .live)
    }

    @Test func aYoungJournalThatTheBrokerCountsAsEmptyIsFedWhole() async throws {
        try await attach()
        for number in 0..<20 { try broker.publish(number) }
        broker.state.withLock { $0.uncounted = 20 }
        try await runUntilEmpty(runner())
        #expect(try broker.ids() == (0..<20).map { "event-\($0)" })
        #expect(try await state().phase == .live)
    }

    @Test(arguments: CrashingControl.Moment.allCases, 1...8)
    func aFeederKilledAtAnyWriteLeavesNoGapAndMarksWhatMayBeDouble(_ moment: CrashingControl.Moment, _ write: Int) async throws {
        try await attach()
        for number in 0..<1500 { try broker.publish(number) }
        let broker = broker
        let bindings = Mutex(0)
        let crashing = CrashingControl(control, killed: moment, write: write)
        let killed = try runner(over: crashing, onBind: {
            guard bindings.withLock({ $0 += 1; return $0 == 1 }) else { return }
            for number in 2000..<2010 { try? broker.publish(number) }
        })
        let feeder = Task { try await killed.run() }
        while !crashing.isDead, !broker.isFeedEmpty { await Task.yield() }
        feeder.cancel()
        _ = await feeder.result

        for number in 2010..<2020 { try broker.publish(number) }
        try await runUntilEmpty(runner())
        try await runUntilEmpty(runner())

        var seen: Set<String> = []
        var firsts: [String] = []
        for message in broker.state.withLock({ $0.queue }) {
            for id in try BatchCodec.decode(message.body, contentType: message.contentType).map({ try $0.get().event.id }) {
                if seen.insert(id).inserted {
                    firsts.append(id)
                } else {
                    #expect(message.headers["lt-may-repeat"] == .bool(true), "\(id) came twice and is not marked")
                }
            }
        }
        let published = try broker.state.withLock { $0.journal }.flatMap {
            try BatchCodec.decode($0.body, contentType: $0.contentType).map { try $0.get().event.id }
        }
        #expect(firsts == published)
        #expect(try await state().missing == 0)
        #expect(try await control.verify() == nil)
    }

    @Test func anUnansweredPublishIsSentAgainMarkedAndAGoneQueueIsSaid() async throws {
        let message = OutboundMessage(exchange: "", routingKey: "lt.consumer.audit", contentType: "text/plain", body: [1])
        let publisher = PublisherDouble(script: [.confirmed, .indeterminate(BusError(.timedOut, "no answer"))])
        try await FeedPublishing(publisher: publisher, ticker: time.ticker).publish([message, message])
        #expect(publisher.sent.count == 3)
        #expect(publisher.sent.last?.headers == ["lt-may-repeat": .bool(true)])
        #expect(publisher.sent.first?.headers == [:])
        let gone = PublisherDouble(script: [.returned(code: 312, text: "NO_ROUTE")])
        await #expect(throws: RestructureError.self) {
            try await FeedPublishing(publisher: gone, ticker: time.ticker).publish([message])
        }
    }
}
