import Metrics

/// The metric handles of a publisher.
struct PublishMetrics {
    private let inFlight: Gauge
    private let waiting: Gauge
    private let latency: Timer
    private let confirmed: Counter
    private let returned: Counter
    private let rejected: Counter
    private let indeterminate: Counter

    init(connection: String) {
        let labels = BusMetrics.labels(connection, PublishRole.name)
        func counter(_ outcome: String) -> Counter {
            Counter(label: BusMetrics.published, dimensions: labels + [(BusMetrics.outcomeLabel, outcome)])
        }
        inFlight = Gauge(label: BusMetrics.inFlight, dimensions: labels)
        waiting = Gauge(label: BusMetrics.waiting, dimensions: labels)
        latency = Timer(label: BusMetrics.confirmLatency, dimensions: labels)
        confirmed = counter("confirmed")
        returned = counter("returned")
        rejected = counter("rejected")
        indeterminate = counter("indeterminate")
    }

    func load(inFlight: Int, waiting: Int) {
        self.inFlight.record(inFlight)
        self.waiting.record(waiting)
    }

    func finished(_ outcomes: [PublishOutcome], since start: ContinuousClock.Instant) {
        latency.record(duration: ContinuousClock.now - start)
        var counts = (confirmed: 0, returned: 0, rejected: 0, indeterminate: 0)
        for outcome in outcomes {
            switch outcome {
            case .confirmed: counts.confirmed += 1
            case .returned: counts.returned += 1
            case .rejected: counts.rejected += 1
            case .indeterminate: counts.indeterminate += 1
            }
        }
        if counts.confirmed > 0 { confirmed.increment(by: counts.confirmed) }
        if counts.returned > 0 { returned.increment(by: counts.returned) }
        if counts.rejected > 0 { rejected.increment(by: counts.rejected) }
        if counts.indeterminate > 0 { indeterminate.increment(by: counts.indeterminate) }
    }
}
