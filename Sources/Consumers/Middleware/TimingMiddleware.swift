public import Logging
public import Metrics
public import Store

/// Measures how long handling takes, and names the event that takes too long.
public struct TimingMiddleware: ConsumerMiddleware {
    private let slow: Duration
    private let logger: Logger
    private let timer: Metrics.Timer

    /// - Parameters:
    ///   - consumer: its name, for the metric `lienthong_consumer_handler_seconds`.
    ///   - slow: from where on an event is worth a warning; 100 ms by default.
    ///   - metrics: nil for the process's own factory.
    public init(
        of consumer: String, slow: Duration = .milliseconds(100), logger: Logger, metrics: (any MetricsFactory)? = nil
    ) {
        self.slow = slow
        self.logger = logger
        timer = Metrics.Timer(
            label: "lienthong_consumer_handler_seconds", dimensions: [("consumer", consumer)],
            preferredDisplayUnit: .seconds, factory: metrics ?? MetricsSystem.factory)
    }

    public func handle(
        _ event: DeliveredEvent, for consumer: String, in transaction: any LedgerTransaction,
        next: (DeliveredEvent) throws -> Void
    ) throws {
        let start = ContinuousClock.now
        defer { note(event, consumer, .now - start) }
        try next(event)
    }

    private func note(_ event: DeliveredEvent, _ consumer: String, _ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        guard duration >= slow else { return }
        logger.warning(
            "handling an event took long",
            metadata: [
                ConsumerLogKeys.consumer: "\(consumer)", ConsumerLogKeys.event: "\(event.event.id)",
                ConsumerLogKeys.detail: "\(event.event.type) \(duration)",
            ])
    }
}
