/// Deliveries of one or more queues, pulled in batches; prefetch is the only credit.
public protocol MessageSource: Sendable {
    /// Waits until at least one delivery is there and takes at most `maximum`, oldest first per queue.
    ///
    /// Reconnects by itself; deliveries of a lost connection come again with `redelivered` set.
    /// - Returns: nil once the source has been stopped. What it had prefetched and not handed out by then is not lost:
    ///   the broker puts it back in place.
    /// - Throws: only what repeating cannot mend, e.g. the queue does not exist or access was refused.
    ///   `CancellationError` is reported as a `BusError` with code `cancelled`.
    func next(maximum: Int) async throws(BusError) -> [Delivery]?

    /// Acknowledges; acks are coalesced and sent soon. One of an earlier connection is dropped and counted.
    func acknowledge(_ tags: [DeliveryTag])

    /// Ends consuming in an orderly way: sends what acks are due, then closes the channel (never `basic.cancel`, which
    /// would hand the prefetched messages to the next consumer out of order), so that the broker requeues the rest in place.
    /// A message acknowledged in the last instant may come again all the same: acks have no answer, and a quorum queue that
    /// is behind forgets those it has not applied. Every waiting and later `next` answers nil. Takes as long as the broker needs to answer, at most the request timeout.
    func stop() async

    /// Since when the broker could have delivered without a break: when consuming began over the present link, or, once the
    /// source has been stopped, over the link it had until then. nil while there is no link. What tells a queue that has
    /// nothing from a broker that is away.
    var consumingSince: ContinuousClock.Instant? { get }
}

/// Names one delivery on one connection.
public struct DeliveryTag: Sendable, Hashable {
    /// Rises with each connection of the source; an ack with an older one is stale.
    public var generation: UInt64
    public var tag: UInt64

    public init(generation: UInt64, tag: UInt64) {
        self.generation = generation
        self.tag = tag
    }
}

/// One message as the broker delivered it.
public struct Delivery: Sendable {
    public var tag: DeliveryTag
    /// The queue it was consumed from.
    public var queue: String
    public var exchange: String
    public var routingKey: String
    /// True means delivered before. False proves nothing: a copy that was published again is not marked.
    public var redelivered: Bool
    public var contentType: String?
    public var messageID: String?
    public var headers: [String: HeaderValue]
    public var body: [UInt8]

    public init(
        tag: DeliveryTag, queue: String, exchange: String, routingKey: String, redelivered: Bool,
        contentType: String?, messageID: String?, headers: [String: HeaderValue], body: [UInt8]
    ) {
        self.tag = tag
        self.queue = queue
        self.exchange = exchange
        self.routingKey = routingKey
        self.redelivered = redelivered
        self.contentType = contentType
        self.messageID = messageID
        self.headers = headers
        self.body = body
    }

    /// Offset within a stream; nil for messages of queues.
    public var streamOffset: UInt64? {
        guard case .integer(let value)? = headers["x-stream-offset"], value >= 0 else { return nil }
        return UInt64(value)
    }
}
