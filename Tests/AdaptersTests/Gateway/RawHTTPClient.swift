import Foundation
import Testing

/// A TCP connection on which a test says exactly the bytes it wants, and reads what comes.
final class RawHTTPClient: Sendable {
    private let socket: Int32

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // A bound against hanging.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0)
    }

    deinit { close(socket) }

    func say(_ text: String) {
        var bytes = Array(text.utf8)
        send(socket, &bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Reads until the text has come, or the connection ends; on a thread of its own, because it blocks.
    func read(until text: String) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [socket] in
                var received = ""
                var buffer = [UInt8](repeating: 0, count: 4096)
                while !received.contains(text) {
                    let count = recv(socket, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    received += String(decoding: buffer.prefix(count), as: UTF8.self)
                }
                continuation.resume(returning: received)
            }
        }
    }
}
