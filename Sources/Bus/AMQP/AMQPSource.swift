public import Logging

/// Consumes queues, or reads a stream, over a connection of its own.
///
/// One channel, one consumer per queue, each with `BusConfiguration.prefetch` unacknowledged deliveries at most. A lost
/// connection is opened again with everything that belongs to it; what was delivered and not taken by then is forgotten
/// and comes again. When one of several queues disappears, all of them pause until it is back: the broker answers the
/// attempt to consume a missing queue by closing the channel.
public final class AMQPSource: MessageSource {
    private let connection: AMQPConnection<ConsumeRole>
    private let mailbox = DeliveryMailbox()
    private let acks = AckInbox()
    private let isWanted = SharedFlag()

    /// Connects at the first `next`.
    /// - Parameter limits: larger messages go to the queues' dead-letter exchange instead of being handed on; nil, the
    ///   default, hands on everything, bounded by the broker alone.
    /// - Throws: `invalidConfiguration`; `unreachable` when the process may start no more threads.
    public convenience init(
        queues: [String], limits: DeliveryLimits? = nil, _ configuration: BusConfiguration,
        logger: Logger = Logger(label: "lienthong.bus")
    ) throws(BusError) {
        try self.init(queues: queues, limits: limits, stream: nil, configuration, logger)
    }

    /// Reads a stream. The broker counts credit in chunks, so up to one chunk more than prefetch may be delivered.
    ///
    /// Acks grant the broker credit for more and mark the place to go on from after a lost connection; they do not outlive
    /// this object: the place to start from is the caller's to keep.
    public convenience init(
        stream: String, from start: StreamStart, _ configuration: BusConfiguration,
        logger: Logger = Logger(label: "lienthong.bus")
    ) throws(BusError) {
        try self.init(queues: [stream], limits: nil, stream: start, configuration, logger)
    }

    private init(
        queues: [String], limits: DeliveryLimits?, stream: StreamStart?, _ configuration: BusConfiguration, _ logger: Logger
    ) throws(BusError) {
        guard !queues.isEmpty, queues.allSatisfy({ (1...255).contains($0.utf8.count) }) else {
            throw BusError(.invalidConfiguration, "a source needs queues, and a queue's name has 1 to 255 bytes")
        }
        let role = ConsumeRole(
            queues: queues, configuration: configuration, limits: limits, stream: stream, mailbox: mailbox, acks: acks,
            isWanted: isWanted)
        connection = try AMQPConnection(configuration, role: role, logger: logger)
    }

    public func next(maximum: Int) async throws(BusError) -> [Delivery]? {
        if isWanted.set() { connection.thread.ring() }
        return try await mailbox.next(maximum: max(maximum, 1))
    }

    public func acknowledge(_ tags: [DeliveryTag]) {
        guard !tags.isEmpty else { return }
        acks.put(tags)
        connection.thread.ring()
    }

    public func stop() async { await connection.end() }

    public var consumingSince: ContinuousClock.Instant? { mailbox.consumingSince }
}
