/// Where a dispatcher publishes to, and how much it takes on at a time.
public struct DispatcherConfiguration: Sendable {
    /// Exchange of `live` rows.
    public var liveExchange = "lt.events"
    /// Exchange of `held` rows.
    public var heldExchange = "lt.held"
    /// Most rows in one read of the outbox, 1 or more. At most twice as many are in memory.
    public var readMaximum = 4096
    /// Bytes that one read should stay under; the number of rows asked for follows the size of the rows seen.
    public var readBytes = 8 * 1024 * 1024
    /// Messages under way at once, 1 or more, as long as the broker answers within `patience`. While they are taken rows
    /// gather, so the busier the pipeline, the larger its messages; a few are enough to keep the broker busy.
    public var window = 8
    /// As long as fewer rows than this are under way, in however many messages, one more may go: where a message is of a row
    /// or two, waiting for a place would not make it larger, only late. 0: `window` alone counts.
    public var windowRows = 64
    /// A message without an answer for longer than this no longer counts towards `window` and `windowRows`, so that routing
    /// keys whose queue does not answer hold up no other.
    public var patience = Duration.milliseconds(25)
    /// Waits after a publish that was not confirmed and after a failure of the store.
    public var backoff = RetryBackoff()
    /// The outbox is read again from its beginning at least this often, whether anybody woke the dispatcher or not.
    public var safetyInterval = Duration.seconds(1)
    /// How long a graceful shutdown waits for the broker's answers to what was sent already.
    public var gracePeriod = Duration.seconds(10)

    public init() {}
}
