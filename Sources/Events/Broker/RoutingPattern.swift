/// What an attached consumer listens to: a topic pattern over routing keys, which always have the three words
/// `<system>.<entity>.p<NN>`.
///
/// `*` stands for any one word, and `#` at the end for all words that are left: `epayment.payment.*`, `edoc.#`, `#`.
public struct RoutingPattern: Sendable, Hashable, CustomStringConvertible {
    /// A system or `*`.
    public let system: String
    /// An entity or `*`.
    public let entity: String
    /// A partition's name or `*`.
    public let partition: String

    /// nil when no routing key could match: other than three words, `#` before the end, or a character that routing keys
    /// do not have.
    public init?(_ text: String) {
        var words = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if words.last == "#", words.count <= 3 {
            words.removeLast()
            words += [String](repeating: "*", count: 3 - words.count)
        }
        guard words.count == 3, words.allSatisfy({ $0 == "*" || Self.isWord($0) }) else { return nil }
        (system, entity, partition) = (words[0], words[1], words[2])
    }

    private init(system: String, entity: String, partition: String) {
        self.system = system
        self.entity = entity
        self.partition = partition
    }

    /// The pattern for one partition only; nil when this pattern names a partition itself.
    func narrowed(to partition: String) -> RoutingPattern? {
        guard self.partition == "*" else { return nil }
        return RoutingPattern(system: system, entity: entity, partition: partition)
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }

    /// In the form of a binding: always three words.
    public var description: String { "\(system).\(entity).\(partition)" }
}
