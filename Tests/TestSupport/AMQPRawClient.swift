import Foundation

/// A client that sends any frame it is told to, also such as no library would: for what hostile or foolish peers send.
///
/// It blocks, gives up after thirty seconds without an answer, and belongs to one thread.
public final class AMQPRawClient {
    public static let frameMax: UInt32 = 131_072
    private let descriptor: Int32
    private var reader = AMQPFrameReader()
    private static let channel: UInt16 = 1

    /// Logs in and opens channel 1.
    public init(_ broker: PrivateBroker, virtualHost: String) throws {
        descriptor = ProxySocket.connect(to: broker.port, blocking: true)
        guard descriptor >= 0 else { throw Subprocess.Failure(description: "nobody listens on port \(broker.port)") }
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        try send([.protocolHeader(Array("AMQP".utf8) + [0, 0, 9, 1])])
        try expect(.connectionStart)
        var login: [UInt8] = []
        login.appendLongString([])
        login.appendShortString("PLAIN")
        login.appendLongString([0] + Array(broker.user.utf8) + [0] + Array(broker.password.utf8))
        login.appendShortString("en_US")
        try send([AMQPFrame(.connectionStartOK, channel: 0, login)])
        try expect(.connectionTune)
        var tune: [UInt8] = []
        tune.appendBig(UInt16(16))
        tune.appendBig(Self.frameMax)
        tune.appendBig(UInt16(0))
        var open: [UInt8] = []
        open.appendShortString(virtualHost)
        open += [0, 0]
        try send([AMQPFrame(.connectionTuneOK, channel: 0, tune), AMQPFrame(.connectionOpen, channel: 0, open)])
        try expect(.connectionOpenOK)
        try send([AMQPFrame(.channelOpen, channel: Self.channel, [0])])
        try expect(.channelOpenOK)
        try send([AMQPFrame(.confirmSelect, channel: Self.channel, [0])])
        try expect(.confirmSelectOK)
    }

    deinit { close(descriptor) }

    public func send(_ frames: [AMQPFrame]) throws {
        let bytes = frames.flatMap(\.bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Subprocess.Failure(description: "the broker does not take what is sent") }
            sent += count
        }
    }

    /// The next frame that is no heartbeat.
    public func receive() throws -> AMQPFrame {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            while let frame = reader.next() {
                if frame.kind != .heartbeat { return frame }
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw Subprocess.Failure(description: "the broker says nothing") }
            buffer.withUnsafeBytes { reader.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    @discardableResult
    public func expect(_ method: AMQPMethod) throws -> AMQPFrame {
        let frame = try receive()
        guard frame.method == method else {
            throw Subprocess.Failure(
                description: "instead of \(method): \(frame.kind) \(String(decoding: frame.payload, as: UTF8.self))")
        }
        return frame
    }

    /// Publishes, persistent, and waits for the confirm.
    /// - Parameter headers: the inside of an encoded table.
    /// - Throws: also when no queue takes it.
    public func publish(
        exchange: String, routingKey: String, contentType: String = "text/plain", messageID: String = "raw",
        headers: [UInt8], body: [UInt8]
    ) throws {
        try send(
            exchange: exchange, routingKey: routingKey, contentType: contentType, messageID: messageID, headers: headers,
            body: body)
        try expect(.basicAck)
    }

    /// Publishes and leaves the broker's answer to be received.
    public func send(
        exchange: String, routingKey: String, contentType: String = "text/plain", messageID: String = "raw",
        headers: [UInt8], body: [UInt8]
    ) throws {
        var arguments: [UInt8] = [0, 0]
        arguments.appendShortString(exchange)
        arguments.appendShortString(routingKey)
        // Mandatory: what no queue takes comes back, before its confirm.
        arguments.append(1)
        let content = Self.content(contentType: contentType, messageID: messageID, headers: headers, body: body)
        try send([AMQPFrame(.basicPublish, channel: Self.channel, arguments)] + content)
    }

    /// The frames by which a broker delivers a message, from the queue `q` through the default exchange.
    public static func delivery(consumer: String, tag: UInt64, headers: [UInt8], body: [UInt8]) -> [AMQPFrame] {
        var arguments: [UInt8] = []
        arguments.appendShortString(consumer)
        arguments.appendBig(tag)
        arguments += [0, 0]
        arguments.appendShortString("q")
        let content = content(contentType: "text/plain", messageID: "raw", headers: headers, body: body)
        return [AMQPFrame(.basicDeliver, channel: channel, arguments)] + content
    }

    private static func content(
        contentType: String, messageID: String, headers: [UInt8], body: [UInt8]
    ) -> [AMQPFrame] {
        // In the order of their flags: content type, headers, delivery mode (2, persistent), message id.
        var properties: [UInt8] = []
        properties.appendBig(UInt16(0x8000 | 0x2000 | 0x1000 | 0x0080))
        properties.appendShortString(contentType)
        properties.appendLongString(headers)
        properties.append(2)
        properties.appendShortString(messageID)
        var frames = [AMQPFrame(contentHeader: UInt64(body.count), properties: properties, channel: channel)]
        var rest = body[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int(frameMax) - 8)
            frames.append(AMQPFrame(type: 3, channel: channel, payload: Array(piece)))
            rest = rest.dropFirst(piece.count)
        }
        return frames
    }
}
