public import Events
import Glibc

/// The bearer tokens with which systems hand over messages; several for one system while they are being changed.
public struct GatewayTokens: Sendable {
    private let tokens: [SystemName: [[UInt8]]]

    /// A shorter token could be guessed.
    public static let minimumBytes = 16

    public init(_ tokens: [SystemName: [String]]) {
        self.tokens = tokens.mapValues { $0.map { Array($0.utf8) } }
    }

    /// Reads lines of `system token`; blank lines and lines that begin with `#` are skipped.
    /// - Throws: `unknownSystem` and `badToken` with the line.
    public init(parsing text: String) throws(GatewayConfigurationError) {
        var tokens: [SystemName: [String]] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let name = words.first, !name.hasPrefix("#") else { continue }
            guard let system = SystemName(rawValue: String(name)) else {
                throw GatewayConfigurationError(.unknownSystem, "line \(index + 1) names no system", line: index + 1)
            }
            guard words.count == 2, words[1].utf8.count >= Self.minimumBytes else {
                throw GatewayConfigurationError(
                    .badToken, "line \(index + 1) needs one token of at least \(Self.minimumBytes) bytes",
                    line: index + 1)
            }
            tokens[system, default: []].append(String(words[1]))
        }
        self.init(tokens)
    }

    /// Reads such lines from a file that others than its owner and group cannot read.
    /// - Throws: also `unreadable` and `exposed`. Blocks; call it at start-up.
    public static func load(path: String) throws(GatewayConfigurationError) -> GatewayTokens {
        var status = stat()
        guard stat(path, &status) == 0, let file = fopen(path, "r") else {
            throw GatewayConfigurationError(.unreadable, "the token file cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        guard status.st_mode & 0o007 == 0 else {
            throw GatewayConfigurationError(.exposed, "the token file can be read by everybody; take away their right")
        }
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        let count = fread(&bytes, 1, bytes.count, file)
        guard count < bytes.count else { throw GatewayConfigurationError(.unreadable, "the token file is over 64 KiB") }
        return try GatewayTokens(parsing: String(decoding: bytes.prefix(count), as: UTF8.self))
    }

    /// Takes the same time for every token of the same length, whatever it has in common with the right one.
    func allow(_ token: some Collection<UInt8>, for system: SystemName) -> Bool {
        let given = Array(token)
        return (tokens[system] ?? []).reduce(false) { $0 || Self.areEqual($1, given) }
    }

    static func areEqual(_ right: [UInt8], _ given: [UInt8]) -> Bool {
        guard right.count == given.count else { return false }
        var difference: UInt8 = 0
        for index in right.indices { difference |= right[index] ^ given[index] }
        return difference == 0
    }
}
