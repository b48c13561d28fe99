/// A set of names of broker objects, or of routing keys, as the regular expression that a right needs.
///
/// Always anchored at both ends: the broker looks for a match anywhere in the name, so `lt\.held` alone would also open
/// `lt.held.vnaccs` and `old-lt.held`.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
    /// Regular expressions without anchors, each once; none for nothing at all.
    private let alternatives: [String]

    private init(alternatives: [String]) {
        var seen = Set<String>()
        self.alternatives = alternatives.filter { seen.insert($0).inserted }
    }

    /// No name.
    public static let nothing = NamePattern(alternatives: [])

    /// Exactly these names.
    public init(_ names: String...) { self.init(alternatives: names.map(Self.escaped)) }

    /// Names that an expression matches from end to end.
    /// - Parameter expression: in the syntax that PCRE and Erlang's `re` share, without anchors.
    public init(expression: String) { self.init(alternatives: [expression]) }

    /// The names of both.
    public func or(_ other: NamePattern) -> NamePattern { NamePattern(alternatives: alternatives + other.alternatives) }

    /// As the broker takes it: `^lt\.events$`, `^(lt\.events|lt\.held)$`, or `^$`, which no object's name matches: the
    /// broker asks about its nameless exchange as `amq.default`.
    public var description: String {
        switch alternatives.count {
        case 0: "^$"
        case 1 where !alternatives[0].contains("|"): "^\(alternatives[0])$"
        default: "^(\(alternatives.joined(separator: "|")))$"
        }
    }

    /// The name as an expression that matches nothing else.
    public static func escaped(_ name: String) -> String {
        var result = ""
        for character in name {
            if #"\.^$|?*+()[]{}"#.contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
