import Metrics

/// The metric handles of one connection, made once: looking one up takes a lock.
struct LinkMetrics {
    private let up: Gauge
    private let openedCount: Counter
    private let lostCount: Counter
    private let channelsClosed: Counter
    private let blockedState: Gauge

    init(connection: String, role: String) {
        let labels = BusMetrics.labels(connection, role)
        up = Gauge(label: BusMetrics.connectionUp, dimensions: labels)
        openedCount = Counter(label: BusMetrics.connectionsOpened, dimensions: labels)
        lostCount = Counter(label: BusMetrics.connectionsLost, dimensions: labels)
        channelsClosed = Counter(label: BusMetrics.channelsClosed, dimensions: labels)
        blockedState = Gauge(label: BusMetrics.blocked, dimensions: labels)
        // So that a connection that never comes about can be seen too.
        up.record(0)
    }

    func opened() {
        up.record(1)
        openedCount.increment()
    }

    func lost() {
        up.record(0)
        lostCount.increment()
    }

    /// In good order, by its owner.
    func ended() { up.record(0) }

    func channelClosed() { channelsClosed.increment() }

    func blocked(_ isBlocked: Bool) { blockedState.record(isBlocked ? 1 : 0) }
}
