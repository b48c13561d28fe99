/// Bounds and patience of a consumer runtime.
public struct ConsumerSettings: Sendable, Hashable {
    /// Messages pulled at once, 1...65,536; 512 by default. Of their events, read, about three transactions are in memory:
    /// the one being applied, the next, and the one being read.
    public var pullMessages = 512
    /// Events of one transaction; 4,096 by default. A message is never divided, so one message may exceed it.
    public var batchEvents = 4_096
    /// Bytes of one transaction's events; 8 MiB by default.
    public var batchBytes = 8 * 1024 * 1024
    /// Patience with an event that fails as `transient`; nil, the default, for what the consumer itself asks for.
    public var retry: RetryPolicy?
    /// Waits between attempts while the store is away. Not the consumer's: patience with an event is no reason to notice late that
    /// the store is back.
    public var storePacing = RetryPacing()
    /// Deliveries that the broker gave out at least this often without an answer are applied event by event, each attempt
    /// counted before it is made, so that an event that kills the process pays for itself only; 2 by default.
    public var suspectDeliveries: Int64 = 2
    /// How many attempts without an end an event gets before it is parked; 5 by default. Together with
    /// `suspectDeliveries` it must stay well below the queue's delivery limit.
    public var suspectAttempts = 5

    public init() {}

    /// Brings every figure into its range.
    var clamped: ConsumerSettings {
        var settings = self
        settings.pullMessages = min(max(pullMessages, 1), 65_536)
        settings.batchEvents = max(batchEvents, 1)
        settings.batchBytes = max(batchBytes, 1)
        settings.retry?.attempts = max(retry?.attempts ?? 1, 1)
        settings.suspectDeliveries = max(suspectDeliveries, 1)
        settings.suspectAttempts = max(suspectAttempts, 1)
        return settings
    }
}
