/// A message to publish: persistent and `mandatory`, always.
public struct OutboundMessage: Sendable, Hashable {
    public var exchange: String
    public var routingKey: String
    public var contentType: String
    public var messageID: String?
    /// Encoded size at most `Limits.headerBytes`.
    public var headers: [String: HeaderValue]
    public var body: [UInt8]

    public init(
        exchange: String, routingKey: String, contentType: String, messageID: String? = nil,
        headers: [String: HeaderValue] = [:], body: [UInt8]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.contentType = contentType
        self.messageID = messageID
        self.headers = headers
        self.body = body
    }
}

/// A value in an AMQP header table or argument table.
public indirect enum HeaderValue: Sendable, Hashable {
    case void
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// Seconds since 1970, the AMQP `timestamp` type.
    case timestamp(UInt64)
    case array([HeaderValue])
    case table([String: HeaderValue])
}

/// What became of one publish.
public enum PublishOutcome: Sendable {
    /// The broker has it: every queue it was routed to has stored it, and at least one was.
    case confirmed
    /// No queue is bound for it (312); the broker has dropped it. Or it is over a limit of the protocol or of `Limits`
    /// (311 for a size, 502 for a name or nesting); then it was not sent at all, and sending it again is of no use.
    case returned(code: Int, text: String)
    /// The broker refused it (`basic.nack`), e.g. because a queue is full. At least one queue does not have it.
    case rejected
    /// No answer: the connection was lost, or the deadline passed. The broker may or may not have it. Send the same
    /// bytes again; consumers drop the second copy by its id.
    case indeterminate(BusError)

    public var isConfirmed: Bool {
        if case .confirmed = self { true } else { false }
    }
}
