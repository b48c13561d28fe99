import Bus
import Foundation
import Yams

extension HostConfiguration {
    /// Reads a YAML file. Relative paths in it start from its folder; a key that is not known is refused.
    ///
    /// ```yaml
    /// broker:
    ///   endpoints: [127.0.0.1:56720]     # host:port of each node
    ///   virtualHost: lienthong
    ///   user: lt-consumer-notices
    ///   passwordFile: password
    ///   # tls: {authority: ca.pem, certificate: client.pem, key: client.key}
    /// ledger: notices.sqlite
    /// partitions: 8
    /// prefetch: 64
    /// ```
    /// - Throws: `unreadable`, or `invalid` naming the key.
    public init(file path: String) throws(HostError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: String(contentsOfFile: path, encoding: .utf8))
        } catch let error as YamlError {
            throw HostError(.invalid, "\(path) is not YAML: \(error)")
        } catch {
            throw HostError(.unreadable, "\(path) cannot be read")
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        func place(_ file: String) -> String { file.hasPrefix("/") ? file : folder + "/" + file }

        var keys = try HostKeys(root, name: "the file")
        var broker = try HostKeys(keys.take("broker"), name: "broker")
        let endpoints = try broker.list("endpoints").map { text throws(HostError) in
            guard let endpoint = Endpoint(text) else { throw HostError(.invalid, "broker.endpoints must be a list of host:port") }
            return endpoint
        }
        guard !endpoints.isEmpty else { throw HostError(.invalid, "broker.endpoints names no node") }
        var tls: TLSConfiguration?
        if let node = broker.take("tls") {
            var files = try HostKeys(node, name: "broker.tls")
            tls = TLSConfiguration(
                authorityFile: place(try files.text("authority")), certificateFile: files.optionalText("certificate").map(place),
                keyFile: files.optionalText("key").map(place))
            try files.finish()
        }
        let partitions = try keys.number("partitions", 1...64) ?? Partitioning.standard.count
        self.init(
            endpoints: endpoints, virtualHost: broker.optionalText("virtualHost") ?? "lienthong", user: try broker.text("user"),
            passwordFile: place(try broker.text("passwordFile")), tls: tls, ledger: place(try keys.text("ledger")),
            partitioning: Partitioning(count: partitions) ?? .standard, prefetch: try keys.number("prefetch", 1...1000) ?? 64)
        try broker.finish()
        try keys.finish()
    }
}

/// The keys of one mapping that nobody has taken yet.
private struct HostKeys {
    private var remaining: [String: Node] = [:]
    private let name: String

    init(_ node: Node?, name: String) throws(HostError) {
        guard let mapping = node?.mapping else { throw HostError(.invalid, "\(name) is not a mapping of keys") }
        self.name = name
        for (key, value) in mapping { remaining[key.string ?? ""] = value }
    }

    mutating func take(_ key: String) -> Node? { remaining.removeValue(forKey: key) }

    mutating func optionalText(_ key: String) -> String? { take(key)?.string }

    mutating func text(_ key: String) throws(HostError) -> String {
        guard let text = optionalText(key), !text.isEmpty else { throw HostError(.invalid, "\(key) is missing in \(name)") }
        return text
    }

    mutating func list(_ key: String) throws(HostError) -> [String] {
        guard let sequence = take(key)?.sequence else { throw HostError(.invalid, "\(key) in \(name) must be a list") }
        return sequence.map { $0.string ?? "" }
    }

    mutating func number(_ key: String, _ range: ClosedRange<Int>) throws(HostError) -> Int? {
        guard let node = take(key) else { return nil }
        guard let number = node.int, range.contains(number) else {
            throw HostError(.invalid, "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func finish() throws(HostError) {
        guard let unknown = remaining.keys.sorted().first else { return }
        throw HostError(.invalid, "unknown key \(unknown) in \(name)")
    }
}
