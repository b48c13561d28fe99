import Metrics

/// Figures of one consumer, each with the dimension `consumer`.
struct ConsumerMetrics: Sendable {
    enum Name {
        /// Events by what became of them; dimension `outcome`.
        static let events = "lienthong_consumer_events_total"
        /// Attempts that were rolled back; dimension `reason`.
        static let rollbacks = "lienthong_consumer_rollbacks_total"
        /// Duration of committed transactions.
        static let transaction = "lienthong_consumer_transaction_seconds"
        /// Events in memory whose keys wait for another attempt.
        static let waiting = "lienthong_consumer_waiting_events"
        /// Deliveries that are not acknowledged yet.
        static let open = "lienthong_consumer_open_deliveries"
    }

    private let outcomes: [ItemOutcome: Counter]
    private let storeRollbacks: Counter
    private let eventRollbacks: Counter
    private let transaction: Timer
    private let waiting: Gauge
    private let open: Gauge

    init(consumer: String, factory: (any MetricsFactory)?) {
        let factory = factory ?? MetricsSystem.factory
        let own = [("consumer", consumer)]
        outcomes = Dictionary(
            uniqueKeysWithValues: ItemOutcome.allCases.map { outcome in
                (outcome, Counter(label: Name.events, dimensions: own + [("outcome", outcome.rawValue)], factory: factory))
            })
        storeRollbacks = Counter(label: Name.rollbacks, dimensions: own + [("reason", "store")], factory: factory)
        eventRollbacks = Counter(label: Name.rollbacks, dimensions: own + [("reason", "event")], factory: factory)
        transaction = Timer(label: Name.transaction, dimensions: own, preferredDisplayUnit: .seconds, factory: factory)
        waiting = Gauge(label: Name.waiting, dimensions: own, factory: factory)
        open = Gauge(label: Name.open, dimensions: own, factory: factory)
    }

    func committed(_ report: [ItemOutcome], in duration: Duration) {
        var applied = 0
        var others: [ItemOutcome: Int] = [:]
        for outcome in report {
            if outcome == .applied { applied += 1 } else { others[outcome, default: 0] += 1 }
        }
        if applied > 0 { outcomes[.applied]?.increment(by: applied) }
        for (outcome, count) in others { outcomes[outcome]?.increment(by: count) }
        let (seconds, attoseconds) = duration.components
        transaction.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    func rolledBack(_ failure: AttemptFailure) {
        switch failure {
        case .storeAway, .storeLost: storeRollbacks.increment()
        case .poison, .transient, .unattributed: eventRollbacks.increment()
        }
    }

    func holding(waiting events: Int, open deliveries: Int) {
        waiting.record(events)
        open.record(deliveries)
    }
}
