import Foundation

/// The sockets of a proxy: loopback, non-blocking, without delay.
enum ProxySocket {
    static func listen() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withAddress(&address) { pointer -> Int32 in
            guard bind(descriptor, pointer, size) == 0, Foundation.listen(descriptor, 128) == 0 else { return -1 }
            return getsockname(descriptor, pointer, &size)
        }
        guard descriptor >= 0, status == 0 else { throw Subprocess.Failure(description: "no port for a proxy") }
        prepare(descriptor)
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// - Returns: negative when nobody listens there.
    static func connect(to port: Int, blocking: Bool = false) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return -1 }
        var address = loopback(port)
        let status = withAddress(&address) {
            Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
        guard status == 0 else {
            close(descriptor)
            return -1
        }
        if !blocking { prepare(descriptor) }
        return descriptor
    }

    static func accept(_ listener: Int32) -> Int32 {
        let descriptor = Foundation.accept(listener, nil, nil)
        guard descriptor >= 0 else { return -1 }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        prepare(descriptor)
        return descriptor
    }

    private static func prepare(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func withAddress<Value>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Value
    ) -> Value {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }
}
