import NIOCore
import NIOHTTP1
import NIOPosix

/// One kept-alive HTTP/1.1 connection to a gateway; one request at a time.
public struct HTTPConnection {
    public struct Reply: Sendable {
        public var status: Int
        public var headers: [String: String]
        public var body: [UInt8]
    }

    /// Opens a connection, lends it to `body`, closes it.
    /// - Throws: `HTTPClientError.unreachable` when nothing answers at the address, or what `body` throws.
    public static func withConnection<Result: Sendable>(
        host: String, port: Int,
        _ body: (inout HTTPConnection) async throws -> Result
    ) async throws -> Result {
        let channel: NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>
        do {
            channel = try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
                .connectTimeout(.seconds(5))
                .connect(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw HTTPClientError.unreachable(host: host, port: port)
        }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = HTTPConnection(
                host: host, port: port, inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&connection)
        }
    }

    private let host: String
    private let port: Int
    private var inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>

    /// Replies are read whole; one over this size is an error.
    private static let maximumReply = 64 * 1024 * 1024

    private init(
        host: String, port: Int, inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
    ) {
        self.host = host
        self.port = port
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Sends a request and waits for its whole reply.
    /// - Throws: `HTTPClientError.connectionLost` when the connection ended before the reply was complete: whether the
    ///   request took effect is unknown.
    public mutating func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> Reply {
        var head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: path)
        head.headers.add(name: "Host", value: "\(host.contains(":") ? "[\(host)]" : host):\(port)")
        head.headers.add(name: "Content-Length", value: String(body.count))
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        do {
            try await outbound.write(
                contentsOf: body.isEmpty
                    ? [.head(head), .end(nil)] : [.head(head), .body(.byteBuffer(ByteBuffer(bytes: body))), .end(nil)])
            return try await receive()
        } catch let error as HTTPClientError {
            throw error
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw HTTPClientError.connectionLost
        }
    }

    private mutating func receive() async throws -> Reply {
        var reply = Reply(status: 0, headers: [:], body: [])
        while let part = try await inbound.next() {
            switch part {
            case .head(let head):
                reply.status = Int(head.status.code)
                for (name, value) in head.headers { reply.headers[name.lowercased()] = value }
            case .body(let buffer):
                guard reply.body.count + buffer.readableBytes <= Self.maximumReply else {
                    throw HTTPClientError.replyTooLarge
                }
                reply.body.append(contentsOf: buffer.readableBytesView)
            case .end:
                return reply
            }
        }
        throw HTTPClientError.connectionLost
    }
}

public enum HTTPClientError: Error, Sendable, Hashable, CustomStringConvertible {
    case unreachable(host: String, port: Int)
    case connectionLost
    case replyTooLarge

    public var description: String {
        switch self {
        case .unreachable(let host, let port): "nothing answers at \(host):\(port)"
        case .connectionLost: "the connection was lost before the answer came"
        case .replyTooLarge: "the answer is larger than this client accepts"
        }
    }
}
