/// What the broker sent, copied out of the library's memory.
enum RawFrame {
    struct Deliver: Equatable {
        /// The consumer tag; ours are the index of the queue.
        var consumer: Int
        var tag: UInt64
        var redelivered: Bool
        var exchange: String
        var routingKey: String
    }

    struct Properties: Equatable {
        var contentType: String?
        var messageID: String?
        var headers: [String: HeaderValue] = [:]
        /// The headers are over the limit and were not read.
        var headersAreOversize = false
    }

    case deliver(Deliver)
    case returned(code: Int, text: String, exchange: String, routingKey: String)
    case header(Properties, bodySize: UInt64)
    case body([UInt8])
    case ack(UInt64, multiple: Bool)
    case nack(UInt64, multiple: Bool)
    /// The broker cancelled the consumer, e.g. because its queue was deleted.
    case cancelled(consumer: String)
    case channelClose(code: Int, text: String)
    case connectionClose(code: Int, text: String)
    case blocked(reason: String)
    case unblocked
    /// Nothing we asked for or act upon.
    case other

    /// Whether it is about the channel or the connection as a whole, and not for the role.
    var concernsLink: Bool {
        switch self {
        case .blocked, .unblocked, .channelClose, .connectionClose: true
        default: false
        }
    }
}
