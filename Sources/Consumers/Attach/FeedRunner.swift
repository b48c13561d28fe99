public import Bus
public import Events
public import Logging
public import Store

/// Feeds a consumer: first its history from the journal, then what the feed collects live, for as long as it is attached.
public struct FeedRunner: Sendable {
    /// How long a message may be on its way to the journal without being routed to the feed that was bound meanwhile. A
    /// broker needs milliseconds; the look for the journal's end comes on top.
    static let settling = Duration.seconds(2)
    /// How long the journal may answer nothing to a start by time before it is read from its beginning instead: the broker
    /// waits for the future when nothing is as late as that.
    static let unanswered = Duration.seconds(10)

    private let consumer: AttachedConsumer
    private let queues: [String]
    private let store: any ControlStore
    private let ports: FeedPorts
    private let ticker: Ticker
    private let process: String
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// - Parameters:
    ///   - queues: the consumer's queues in this installation.
    ///   - process: who feeds, for the control log.
    public init(
        _ consumer: AttachedConsumer, queues: [String], store: any ControlStore, ports: FeedPorts,
        ticker: Ticker = .continuous, process: String, now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.consumer = consumer
        self.queues = queues
        self.store = store
        self.ports = ports
        self.ticker = ticker
        self.process = process
        self.now = now
        self.logger = logger
    }

    private struct Run {
        var machine: FeedMachine
        var generation: Int64
    }

    /// Goes on where the last run was, and returns only when the source of the feed has been stopped.
    ///
    /// Cancelling the task ends it after the publish in hand; what is not acknowledged stays in the feed.
    /// - Throws: `notFound` when the consumer is not fed; `conflict` when another process feeds it; the broker's or the
    ///   store's error, after which the next run goes on; `cancelled`.
    public func run() async throws(RestructureError) {
        let (state, generation) = try await load()
        var run = Run(machine: FeedMachine(consumer, queues: queues, state: state), generation: generation)
        try await bus(ports.declare)
        switch state.phase {
        case .opening, .binding: break
        case .history, .joining, .live:
            // Somebody may have deleted the feed; what it held is gone then, but not what comes.
            try await bus(ports.bind)
            if state.phase != .live { try await note(&run) }
            try await saveIfDue(&run)
        }
        while true {
            switch run.machine.step {
            case .noteEnd: try await note(&run)
            case .bind:
                try await bus(ports.bind)
                try await pause(Self.settling)
                try await note(&run)
            case .history(let from, let end): try await history(from, end, &run)
            case .join(let from, let end): try await join(from, end, &run)
            case .move: return try await move(&run)
            }
        }
    }

    /// Tells the machine where the journal ends.
    private func note(_ run: inout Run) async throws(RestructureError) {
        let missing = run.machine.state.missing
        run.machine.journalEnds(at: try await ports.replay.journalEnd(ticker))
        tell(run.machine.state.missing - missing)
        try await saveIfDue(&run)
    }

    private func history(_ from: JournalStart, _ end: UInt64, _ run: inout Run) async throws(RestructureError) {
        var hasAnswered = false
        do throws(RestructureError) {
            var isByTime = false
            if case .time = from { isByTime = true }
            try await feed(from, end, &run, stall: isByTime ? Self.unanswered : .seconds(60), &hasAnswered)
        } catch {
            guard case .time = from, !hasAnswered, error.code == .deadlinePassed else { throw error }
            try await feed(.first, end, &run, stall: .seconds(60), &hasAnswered)
        }
        run.machine.historyEnds()
        try await saveIfDue(&run)
        logger.notice(
            "history is fed", metadata: ["consumer": "\(consumer.name)", "messages": "\(run.machine.state.fed)"])
    }

    private func feed(
        _ from: JournalStart, _ end: UInt64, _ run: inout Run, stall: Duration, _ hasAnswered: inout Bool
    ) async throws(RestructureError) {
        var reader = JournalReader(ports: ports.replay, ticker: ticker)
        reader.window = FeedMachine.window
        reader.stall = stall
        let publishing = FeedPublishing(publisher: ports.replay.publisher, ticker: ticker)
        try await reader.read(from: from, to: end) { deliveries throws(RestructureError) in
            hasAnswered = true
            let missing = run.machine.state.missing
            var copies: [OutboundMessage] = []
            for delivery in deliveries {
                if let copy = run.machine.history(delivery) { copies.append(copy) }
            }
            tell(run.machine.state.missing - missing)
            try await publishing.publish(copies)
            run.machine.historyConfirmed(copies.count)
            try await saveIfDue(&run)
            return true
        }
    }

    private func join(_ from: UInt64, _ end: UInt64, _ run: inout Run) async throws(RestructureError) {
        // Known even when the journal has none of them any more.
        run.machine.join([])
        guard from <= end else { return }
        let reader = JournalReader(ports: ports.replay, ticker: ticker)
        try await reader.read(from: .offset(from), to: end) { deliveries throws(RestructureError) in
            run.machine.join(deliveries)
            return true
        }
    }

    private func move(_ run: inout Run) async throws(RestructureError) {
        let depth = try await bus(ports.feedDepth)
        run.machine.moveBegins(waiting: depth.isSettled ? depth.ready : nil)
        try await saveIfDue(&run)
        let source = try await bus(ports.feed)
        do throws(RestructureError) {
            while try await step(source, &run) {}
        } catch {
            await source.stop()
            throw error
        }
        await source.stop()
    }

    /// Moves what is there. The wait for it has no deadline: an idle system has nothing to say.
    private func step(_ source: any MessageSource, _ run: inout Run) async throws(RestructureError) -> Bool {
        let batch: [Delivery]?
        do throws(BusError) {
            batch = try await source.next(maximum: FeedMachine.window)
        } catch {
            throw RestructureError(error, place: BrokerNames.feed(consumer.name))
        }
        guard let batch else { return false }
        var copies: [OutboundMessage] = []
        for delivery in batch {
            if let copy = run.machine.live(delivery) { copies.append(copy) }
        }
        try await FeedPublishing(publisher: ports.replay.publisher, ticker: ticker).publish(copies)
        run.machine.liveConfirmed(batch)
        source.acknowledge(batch.map(\.tag))
        // The end of joining is written down after the acknowledgement: until then what history contained is dropped.
        try await saveIfDue(&run)
        return true
    }

    private func tell(_ missing: Int) {
        guard missing > 0 else { return }
        logger.critical(
            "the journal has lost messages before they could be fed; `lienthong account` tells what is to be sent again",
            metadata: ["consumer": "\(consumer.name)", "messages": "\(missing)"])
    }

    /// For what nobody announces (see `settling`); cancelling the task ends it at once.
    private func pause(_ duration: Duration) async throws(RestructureError) {
        do { try await ticker.sleep(duration) } catch {
            throw RestructureError(.cancelled, "stopped while feeding", place: consumer.name)
        }
    }

    private func bus<Result>(
        _ act: () async throws(BusError) -> Result
    ) async throws(RestructureError) -> Result {
        do throws(BusError) {
            return try await act()
        } catch {
            throw RestructureError(error, place: consumer.name)
        }
    }

    // MARK: The record

    private func load() async throws(RestructureError) -> (FeedState, Int64) {
        do throws(StoreError) {
            if let record = try await store.record(FeedState.recordKind, consumer.name) {
                return (try FeedState(record), record.generation)
            }
        } catch {
            throw RestructureError(error, place: consumer.name)
        }
        throw RestructureError(.notFound, "nothing is fed to this consumer", place: consumer.name)
    }

    private func saveIfDue(_ run: inout Run) async throws(RestructureError) {
        guard run.machine.mustSave else { return }
        let state = run.machine.state
        do throws(StoreError) {
            _ = try await store.commit(
                ControlChange(
                    writes: [
                        .init(
                            kind: FeedState.recordKind, key: consumer.name, expected: run.generation,
                            value: state.json.bytes)
                    ],
                    at: now(), actor: process, action: "consumer.feed", subject: consumer.name,
                    reason: "\(state.phase.rawValue): \(state.fed) messages fed", after: state.json.text))
        } catch {
            throw RestructureError(error, place: consumer.name)
        }
        run.generation += 1
        run.machine.saved()
    }
}
