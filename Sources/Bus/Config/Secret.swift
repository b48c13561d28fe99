import Foundation

/// A password or the like, which no description, dump or mirror shows.
public struct Secret: Sendable, Hashable {
    /// The value itself; handed to the broker and to nothing else.
    public let value: String

    public init(_ value: String) { self.value = value }

    /// Reads a file and drops line ends at its end.
    /// - Throws: `invalidConfiguration` when the file cannot be read, is empty or is longer than 4096 bytes.
    public init(contentsOfFile path: String) throws(BusError) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw BusError(.invalidConfiguration, "cannot read the secret file \(path)")
        }
        let value = text.trimmingCharacters(in: .newlines)
        guard !value.isEmpty, value.utf8.count <= 4096 else {
            throw BusError(.invalidConfiguration, "the secret file \(path) is empty or too long")
        }
        self.value = value
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<secret>" }
    public var debugDescription: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
