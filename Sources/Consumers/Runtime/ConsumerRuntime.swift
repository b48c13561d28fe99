public import Bus
public import Logging
public import Metrics
public import ServiceLifecycle
public import Store

/// Runs one consumer over one source and one ledger.
///
/// Takes what is available, applies it in order in one transaction per batch, and acknowledges after the commit. While
/// the store is away it holds what it has and goes on by itself when the store is back. It keeps nothing over a restart
/// but what is in the ledger: whatever is not acknowledged comes again, and the inbox absorbs what was committed.
public struct ConsumerRuntime: Service {
    /// From one transaction's beginning to the next one's, when few events wait and more are to be expected (see `CommitPace`). An
    /// effect comes later by twice as much at most.
    static let interval = Duration.milliseconds(3)

    private let consumer: any Consumer
    private let source: any MessageSource
    private let ledger: any Ledger
    private let codes: any CodesInForce
    private let settings: ConsumerSettings
    private let logger: Logger
    private let metrics: ConsumerMetrics
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - codes: the catalogs that handlers see; none by default.
    ///   - settings: their `retry`, if any, goes before the consumer's.
    ///   - metrics: nil for the process's own factory.
    ///   - now: the time of day, for marks such as "parked at".
    public init(
        consumer: any Consumer, source: any MessageSource, ledger: any Ledger,
        codes: any CodesInForce = NoCatalogs(), settings: ConsumerSettings = ConsumerSettings(), logger: Logger,
        metrics: (any MetricsFactory)? = nil, now: @escaping @Sendable () -> Timestamp = SystemClock.now
    ) {
        self.consumer = consumer
        self.source = source
        self.ledger = ledger
        self.codes = codes
        var settings = settings
        settings.retry = settings.retry ?? consumer.retry
        self.settings = settings.clamped
        var logger = logger
        logger[metadataKey: ConsumerLogKeys.consumer] = "\(consumer.name)"
        self.logger = logger
        self.metrics = ConsumerMetrics(consumer: consumer.name, factory: metrics)
        self.now = now
    }

    /// Works until the source ends, or until graceful shutdown or cancellation: then it stops pulling, finishes what it
    /// has pulled, and stops the source. A store that is away at that moment is not waited for: what is not
    /// committed is not acknowledged, and comes again.
    /// - Throws: `BusError` when the source cannot go on; `StoreError` when the store refuses this process for good, e.g.
    ///   `fenced` because another process has taken over its queues. Start again after that.
    public func run() async throws {
        let handoff = Handoff(limit: max(1, settings.batchEvents / 8), pace: CommitPace(interval: Self.interval))
        let worker = BatchWorker(
            consumer: consumer, ledger: ledger, settings: settings, codes: codes, logger: logger, metrics: metrics,
            now: now,
            acknowledge: { tags in
                handoff.ended()
                source.acknowledge(tags)
            })
        let result: Result<Void, any Error> = await withTaskGroup(of: BusError?.self) { group in
            group.addTask { await pull(into: handoff) }
            let worked = await worker.run(taking: handoff)
            handoff.abandon()
            group.cancelAll()
            let pulled = await group.next() ?? nil
            if case .failure(let error) = worked { return .failure(error) }
            return pulled.map { .failure($0) } ?? .success(())
        }
        // Not part of this task: a cancelled task must still send its acks and close the channel in order.
        await Task { await source.stop() }.value
        try result.get()
    }

    private func pull(into handoff: Handoff) async -> BusError? {
        defer { handoff.close() }
        return await cancelWhenGracefulShutdown {
            do throws(BusError) {
                while !Task.isCancelled, let deliveries = try await source.next(maximum: settings.pullMessages) {
                    guard await decode(deliveries, into: handoff) else { return nil }
                }
                return nil
            } catch {
                return error.code == .cancelled ? nil : error
            }
        }
    }

    /// Hands over in pieces of about one transaction: read, an event takes many times what it took in its message, and a pull
    /// may be of thousands.
    /// - Returns: false when nobody takes more.
    private func decode(_ deliveries: [Delivery], into handoff: Handoff) async -> Bool {
        var piece: [DecodedDelivery] = []
        var events = 0
        for delivery in deliveries {
            let decoded = DecodedDelivery(delivery, for: consumer, suspectDeliveries: settings.suspectDeliveries)
            piece.append(decoded)
            events += decoded.contents.count
            guard events >= settings.batchEvents else { continue }
            guard await handoff.put(piece) else { return false }
            piece.removeAll(keepingCapacity: true)
            events = 0
        }
        return piece.isEmpty ? true : await handoff.put(piece)
    }
}
