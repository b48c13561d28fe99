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
        /// It is over a limit; its body was not kept.
        var isRefused = false
    }

    /// Set from the method on; a message lives in its parts, so that they are moved and not copied.
    private var kind: Kind?
    private var properties: RawFrame.Properties?
    private var body: [UInt8] = []
    private var missing: UInt64 = 0
    private var isRefused = false

    @inline(__always)
    mutating func begin(_ kind: consuming Kind) throws(BusError) {
        guard self.kind == nil else { throw Self.violation("a method inside a message") }
        self.kind = kind
    }

    /// - Parameter refusing: the message is over a limit; the body to come is thrown away as it comes.
    /// - Returns: the message when it has no body.
    @inline(__always)
    mutating func header(
        _ properties: consuming RawFrame.Properties, bodySize: UInt64, refusing: Bool = false
    ) throws(BusError) -> Message? {
        guard kind != nil, self.properties == nil else { throw Self.violation("a header without its method") }
        self.properties = properties
        missing = bodySize
        isRefused = refusing
        return bodySize == 0 ? finish() : nil
    }

    /// - Returns: the message when this was its last part.
    @inline(__always)
    mutating func body(_ bytes: consuming [UInt8]) throws(BusError) -> Message? {
        guard properties != nil else { throw Self.violation("a body without its header") }
        let count = UInt64(bytes.count)
        guard count <= missing else { throw Self.violation("a body longer than announced") }
        missing -= count
        if isRefused { return missing == 0 ? finish() : nil }
        if body.isEmpty { body = bytes } else { body.append(contentsOf: bytes) }
        return missing == 0 ? finish() : nil
    }

    @inline(__always)
    private mutating func finish() -> Message? {
        guard let kind = kind.take(), let properties = properties.take() else { return nil }
        return Message(kind: kind, properties: properties, body: exchange(&body, with: []), isRefused: isRefused)
    }

    private static func violation(_ what: String) -> BusError {
        BusError(.protocolViolation, "the broker sent \(what)", isRetryable: true)
    }
}
