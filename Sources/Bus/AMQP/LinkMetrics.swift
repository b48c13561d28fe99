import Metrics

/// The metric handles of one connection, made once: looking one up takes a lock.
struct LinkMetrics {
    private let up: Gauge
    private let openedCount: Counter
    private let lostCount: Counter
    private let blockedState: Gauge

    init(connection: String, role: String) {
        let labels = [("connection", connection), ("role", role)]
        up = Gauge(label: BusMetrics.connectionUp, dimensions: labels)
        openedCount = Counter(label: BusMetrics.connectionsOpened, dimensions: labels)
        lostCount = Counter(label: BusMetrics.connectionsLost, dimensions: labels)
        blockedState = Gauge(label: BusMetrics.blocked, dimensions: labels)
    }

    func opened() {
        up.record(1)
        openedCount.increment()
    }

    func lost() {
        up.record(0)
        lostCount.increment()
    }

    func blocked(_ isBlocked: Bool) { blockedState.record(isBlocked ? 1 : 0) }
}
