/// Options of a quorum queue.
///
/// A full queue refuses publishes (`reject-publish`) instead of dropping old messages, and dead-lettering is confirmed
/// (`at-least-once`, which needs the former): neither loses a message.
public struct QuorumOptions: Sendable, Hashable {
    /// One consumer at a time gets the messages, the others stand by. False by default.
    public var singleActiveConsumer: Bool
    /// Deliveries after which a message is dead-lettered; at least 1, 20 by default. Without a limit, RabbitMQ 3.x would
    /// put a returned message at the back of the queue.
    public var deliveryLimit: Int
    /// The exchange for messages over the delivery limit. With nil, the default, such messages are dropped, so every queue
    /// of events names one.
    public var deadLetterExchange: String?
    /// The routing key for them; the message's own by default.
    public var deadLetterRoutingKey: String?
    /// Messages the queue holds at most; without a limit by default.
    public var maximumLength: Int?
    /// Bytes of bodies the queue holds at most; without a limit by default.
    public var maximumBytes: Int?

    public init(
        singleActiveConsumer: Bool = false, deliveryLimit: Int = 20, deadLetterExchange: String? = nil,
        deadLetterRoutingKey: String? = nil, maximumLength: Int? = nil, maximumBytes: Int? = nil
    ) {
        self.singleActiveConsumer = singleActiveConsumer
        self.deliveryLimit = deliveryLimit
        self.deadLetterExchange = deadLetterExchange
        self.deadLetterRoutingKey = deadLetterRoutingKey
        self.maximumLength = maximumLength
        self.maximumBytes = maximumBytes
    }

    var arguments: [String: HeaderValue] {
        var result: [String: HeaderValue] = [
            "x-queue-type": .string("quorum"),
            "x-delivery-limit": .integer(Int64(deliveryLimit)),
            "x-overflow": .string("reject-publish"),
        ]
        if singleActiveConsumer { result["x-single-active-consumer"] = .bool(true) }
        if let deadLetterExchange {
            result["x-dead-letter-exchange"] = .string(deadLetterExchange)
            result["x-dead-letter-strategy"] = .string("at-least-once")
        }
        if let deadLetterRoutingKey { result["x-dead-letter-routing-key"] = .string(deadLetterRoutingKey) }
        if let maximumLength { result["x-max-length"] = .integer(Int64(maximumLength)) }
        if let maximumBytes { result["x-max-length-bytes"] = .integer(Int64(maximumBytes)) }
        return result
    }
}
