import Metrics

/// The metric handles of a source.
struct ConsumeMetrics {
    let deliveries: Counter
    let redeliveries: Counter
    let acknowledged: Counter
    let stale: Counter
    let refused: Counter

    init(connection: String) {
        let labels = BusMetrics.labels(connection, ConsumeRole.name)
        deliveries = Counter(label: BusMetrics.deliveries, dimensions: labels)
        redeliveries = Counter(label: BusMetrics.redeliveries, dimensions: labels)
        acknowledged = Counter(label: BusMetrics.acknowledged, dimensions: labels)
        refused = Counter(label: BusMetrics.refused, dimensions: labels)
        stale = Counter(label: BusMetrics.staleAcks, dimensions: labels)
    }
}
