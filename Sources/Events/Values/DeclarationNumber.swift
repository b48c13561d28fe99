/// The number of a customs declaration: 12 digits, of which the last counts the amendments (first filing 0).
public struct DeclarationNumber: Sendable, Hashable, CustomStringConvertible {
    public let rawValue: String

    /// nil unless it is exactly 12 ASCII digits.
    public init?(_ text: String) {
        guard text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rawValue = text
    }

    /// nil unless it is exactly 12 ASCII digits.
    public init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// The first 11 digits: the declaration itself, whatever its version. Partition key of everything about it.
    public var key: String { String(decoding: rawValue.utf8.prefix(11), as: UTF8.self) }

    /// The 12th digit: how many times it was amended.
    public var version: Int { rawValue.utf8.last.map { Int($0) - 0x30 } ?? 0 }

    public var description: String { rawValue }
}
