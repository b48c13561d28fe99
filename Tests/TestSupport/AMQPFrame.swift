/// One frame of AMQP 0-9-1: type, channel, size, payload, end octet.
public struct AMQPFrame: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case method(AMQPMethod)
        case header
        case body
        case heartbeat
        /// The eight octets by which a client begins; no frame in the sense of the protocol.
        case protocolHeader
        case unknown
    }

    public var type: UInt8
    public var channel: UInt16
    public var payload: [UInt8]

    static let end: UInt8 = 0xCE
    private static let protocolHeaderType: UInt8 = UInt8(ascii: "A")

    public init(type: UInt8, channel: UInt16, payload: [UInt8]) {
        self.type = type
        self.channel = channel
        self.payload = payload
    }

    /// A method frame from the encoded arguments.
    public init(_ method: AMQPMethod, channel: UInt16, _ arguments: [UInt8] = []) {
        var payload: [UInt8] = []
        payload.appendBig(method.classID)
        payload.appendBig(method.id)
        self.init(type: 1, channel: channel, payload: payload + arguments)
    }

    /// A content header; the class is `basic`.
    /// - Parameter properties: property flags and the values they name, encoded.
    public init(contentHeader bodySize: UInt64, properties: [UInt8], channel: UInt16) {
        var payload: [UInt8] = []
        payload.appendBig(UInt16(60))
        payload.appendBig(UInt16(0))
        payload.appendBig(bodySize)
        self.init(type: 2, channel: channel, payload: payload + properties)
    }

    static func protocolHeader(_ octets: [UInt8]) -> AMQPFrame {
        AMQPFrame(type: protocolHeaderType, channel: 0, payload: octets)
    }

    public var kind: Kind {
        switch type {
        case 1: method.map(Kind.method) ?? .unknown
        case 2: .header
        case 3: .body
        case 8: .heartbeat
        case Self.protocolHeaderType: .protocolHeader
        default: .unknown
        }
    }

    public var method: AMQPMethod? {
        guard type == 1, payload.count >= 4 else { return nil }
        return AMQPMethod(UInt16(big: payload[0..<2]), UInt16(big: payload[2..<4]))
    }

    /// Of a header frame: how many octets of body follow it.
    public var bodySize: UInt64? { type == 2 && payload.count >= 12 ? UInt64(big: payload[4..<12]) : nil }

    /// Of an ack, nack or reject: the number it is about.
    public var deliveryTag: UInt64? {
        guard let method, [.basicAck, .basicNack, .basicReject].contains(method), payload.count >= 12 else { return nil }
        return UInt64(big: payload[4..<12])
    }

    /// As it goes over the wire.
    public var bytes: [UInt8] {
        guard type != Self.protocolHeaderType else { return payload }
        var bytes: [UInt8] = [type]
        bytes.appendBig(channel)
        bytes.appendBig(UInt32(payload.count))
        bytes += payload
        bytes.append(Self.end)
        return bytes
    }
}

extension [UInt8] {
    /// Most significant octet first, as all of AMQP.
    mutating func appendBig(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    mutating func appendShortString(_ text: String) {
        append(UInt8(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    mutating func appendLongString(_ bytes: [UInt8]) {
        appendBig(UInt32(bytes.count))
        append(contentsOf: bytes)
    }
}

extension FixedWidthInteger {
    init(big bytes: ArraySlice<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self($1) }
    }
}
