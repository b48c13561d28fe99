/// Names one item of a message: its id and, for items of a repeated group, the occurrence from 1.
public struct ItemName: Sendable, Hashable, CustomStringConvertible {
    public let id: String
    /// nil for items that stand once.
    public let occurrence: Int?

    public init(_ id: String, _ occurrence: Int? = nil) {
        self.id = id
        self.occurrence = occurrence
    }

    /// Reads what `description` writes; nil for texts that are no item name, such as the names of header fields.
    init?(described text: String) {
        let parts = text.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
        guard (1...4).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
        else { return nil }
        guard parts.count == 2 else {
            self.init(text)
            return
        }
        guard parts[1].hasSuffix(")"), let occurrence = Int(parts[1].dropLast()), occurrence > 0 else { return nil }
        self.init(String(parts[0]), occurrence)
    }

    /// `ICN`, or `CMN(3)` in a group.
    public var description: String { occurrence.map { "\(id)(\($0))" } ?? id }
}
