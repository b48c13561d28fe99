/// Where a broker node listens.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
    /// A name or an address, at most 253 bytes.
    public var host: String
    /// 1 to 65535; 5672 by default, 5671 is usual with TLS.
    public var port: Int

    public init(host: String, port: Int = 5672) {
        self.host = host
        self.port = port
    }

    /// Reads `host`, `host:port` or `[v6 address]:port`; nil for anything else.
    public init?(_ text: String) {
        var host = text[...]
        var port = Substring("5672")
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            if !rest.isEmpty { port = rest.dropFirst() }
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
            guard !host.contains(":") else { return nil }
        }
        guard let number = Int(port), (1...65535).contains(number), (1...253).contains(host.utf8.count) else { return nil }
        self.init(host: String(host), port: number)
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
