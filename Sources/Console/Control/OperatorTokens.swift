/// Who may command, by bearer token: lines of `name token`.
///
/// The operator's name comes from the token alone, so that a second person's approval is a second person's.
public struct OperatorTokens: Sendable {
    private let entries: [(name: String, token: [UInt8])]

    /// A shorter token could be guessed.
    public static let minimumBytes = 16

    public init(_ tokens: [String: String]) {
        entries = tokens.sorted { $0.key < $1.key }.map { ($0.key, Array($0.value.utf8)) }
    }

    /// - Throws: `badInput` with the line. Blank lines and lines that begin with `#` are skipped.
    public init(parsing text: String) throws(ControlError) {
        var tokens: [String: String] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let name = words.first, !name.hasPrefix("#") else { continue }
            guard words.count == 2, words[1].utf8.count >= Self.minimumBytes, tokens[String(name)] == nil else {
                throw ControlError(
                    .badInput,
                    "line \(index + 1) needs a name that stands only once and a token of at least \(Self.minimumBytes) bytes")
            }
            tokens[String(name)] = String(words[1])
        }
        self.init(tokens)
    }

    /// Compares with every token in full, so that the time tells nothing about how near a guess was.
    func name(for token: some Collection<UInt8>) -> String? {
        let given = Array(token)
        var found: String?
        for entry in entries where Self.areEqual(entry.token, given) { found = entry.name }
        return found
    }

    private static func areEqual(_ right: [UInt8], _ given: [UInt8]) -> Bool {
        guard right.count == given.count else { return false }
        var difference: UInt8 = 0
        for index in right.indices { difference |= right[index] ^ given[index] }
        return difference == 0
    }
}
