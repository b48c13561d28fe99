/// What is refused before it is sent, because the broker would answer it by closing the connection for everyone.
enum PublishRules {
    /// AMQP reply code "content too large".
    static let contentTooLarge = 311
    /// AMQP reply code "syntax error".
    static let syntaxError = 502
    /// RabbitMQ's own limit is 128 MiB before 4.0 and 16 MiB since.
    static let bodyBytes = 16 * 1024 * 1024

    /// - Returns: nil when the message may be sent.
    static func refusal(of message: OutboundMessage) -> PublishOutcome? {
        for text in [message.exchange, message.routingKey, message.contentType, message.messageID ?? ""]
        where text.utf8.count > 255 {
            return .returned(code: syntaxError, text: "not sent: a short string has more than 255 bytes")
        }
        if message.body.count > bodyBytes {
            return .returned(code: contentTooLarge, text: "not sent: the body has \(message.body.count) bytes")
        }
        guard !message.headers.isEmpty else { return nil }
        guard let size = HeaderValue.encodedSize(message.headers) else {
            return .returned(code: syntaxError, text: "not sent: the headers are nested too deep or have too long names")
        }
        guard size <= Limits.headerBytes else {
            return .returned(code: contentTooLarge, text: "not sent: the headers have \(size) bytes")
        }
        return nil
    }
}
