/// The names of everything this module measures. Every metric has the labels `connection` and `role`; docs/metrics.md
/// says what to watch.
public enum BusMetrics {
    /// Gauge: 1 while the link is up, 0 before it first is and after it was closed.
    public static let connectionUp = "lienthong_bus_connection_up"
    /// Counter: links opened.
    public static let connectionsOpened = "lienthong_bus_connections_opened_total"
    /// Counter: links lost, whatever the reason.
    public static let connectionsLost = "lienthong_bus_connections_lost_total"
    /// Counter: channels that the broker closed because of what was asked on them (refused, not found, differs).
    public static let channelsClosed = "lienthong_bus_channels_closed_total"
    /// Gauge: 1 while the broker blocks publishing (memory or disk alarm).
    public static let blocked = "lienthong_bus_blocked"
    /// Gauge: messages sent and not yet answered.
    public static let inFlight = "lienthong_bus_publish_in_flight"
    /// Gauge: messages waiting to be sent.
    public static let waiting = "lienthong_bus_publish_waiting"
    /// Counter with label `outcome`: confirmed, returned, rejected, indeterminate.
    public static let published = "lienthong_bus_published_total"
    /// Timer: from the call of `publish` to the answer for its last message.
    public static let confirmLatency = "lienthong_bus_confirm_latency_seconds"
    /// Counter: deliveries received.
    public static let deliveries = "lienthong_bus_deliveries_total"
    /// Counter: deliveries the broker marked as delivered before.
    public static let redeliveries = "lienthong_bus_redeliveries_total"
    /// Counter: messages acknowledged.
    public static let acknowledged = "lienthong_bus_acknowledged_total"
    /// Counter: deliveries over a limit, which were not built and went to the dead-letter exchange.
    public static let refused = "lienthong_bus_refused_total"
    /// Counter: acks dropped because their connection was gone.
    public static let staleAcks = "lienthong_bus_stale_acks_total"

    /// Label: the configured name of the connection.
    public static let connectionLabel = "connection"
    /// Label: publisher, source or control.
    public static let roleLabel = "role"
    /// Label of `published`.
    public static let outcomeLabel = "outcome"

    static func labels(_ connection: String, _ role: String) -> [(String, String)] {
        [(connectionLabel, connection), (roleLabel, role)]
    }
}
