/// Puts method, header and body frames of one channel together to messages.
///
/// Holds one message at most, whose size the broker bounds (`max_message_size`).
struct FrameAssembler {
    enum Kind: Equatable {
        case delivery(RawFrame.Deliver)
        case returned(code: Int, text: String, exchange: String, routingKey: String)
    }

    struct Message {
        var kind: Kind
        var properties: RawFrame.Properties
        var body: [UInt8]
    }

    private enum State {
        case idle
        case expectsHeader(Kind)
        case expectsBody(Message, missing: UInt64)
    }

    private var state = State.idle

    mutating func begin(_ kind: Kind) throws(BusError) {
        guard case .idle = state else { throw Self.violation("a method inside a message") }
        state = .expectsHeader(kind)
    }

    /// - Returns: the message when it has no body.
    mutating func header(_ properties: RawFrame.Properties, bodySize: UInt64) throws(BusError) -> Message? {
        guard case .expectsHeader(let kind) = state else { throw Self.violation("a header without its method") }
        let message = Message(kind: kind, properties: properties, body: [])
        state = bodySize == 0 ? .idle : .expectsBody(message, missing: bodySize)
        return bodySize == 0 ? message : nil
    }

    /// - Returns: the message when this was its last part.
    mutating func body(_ bytes: [UInt8]) throws(BusError) -> Message? {
        guard case .expectsBody(var message, let missing) = state else { throw Self.violation("a body without its header") }
        guard UInt64(bytes.count) <= missing else { throw Self.violation("a body longer than announced") }
        // Released, so that appending does not copy what has come so far.
        state = .idle
        if message.body.isEmpty { message.body = bytes } else { message.body.append(contentsOf: bytes) }
        if UInt64(bytes.count) == missing { return message }
        state = .expectsBody(message, missing: missing - UInt64(bytes.count))
        return nil
    }

    private static func violation(_ what: String) -> BusError {
        BusError(.protocolViolation, "the broker sent \(what)", isRetryable: true)
    }
}
