import Foundation

/// TCP ports of the loopback interface that nobody listens on.
public enum FreePort {
    /// A port nobody listens on right now.
    public static func any() throws -> Int {
        while true {
            let port = Int.random(in: 20_000..<32_000)
            if isFree(port) { return port }
        }
    }

    /// The first of some successive free ports, below the range from which the kernel takes ports for outgoing connections.
    static func first(of count: Int) throws -> Int {
        while true {
            let port = Int.random(in: 20_000..<32_000)
            if (port..<port + count).allSatisfy(isFree) { return port }
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
