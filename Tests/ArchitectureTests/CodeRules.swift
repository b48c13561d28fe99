/// What no file of the house does.
enum CodeRules {
    static let maximumLines = 400

    /// A trap takes the whole pipeline down for one wrong message.
    static let traps = ["try!", "as!", "fatalError("]

    static func tooLong(_ file: SourceFile) -> [Violation] {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - (file.text.hasSuffix("\n") ? 1 : 0)
        guard lines > maximumLines else { return [] }
        return [Violation(path: file.path, line: 0, problem: "\(lines) lines; at most \(maximumLines)")]
    }

    static func traps(in file: SourceFile) -> [Violation] {
        file.codeLines.enumerated().flatMap { place, line in
            traps.filter { contains(line, $0) }.map { Violation(path: file.path, line: place + 1, problem: "\($0) traps") }
        }
    }

    /// Whether the line has the word, and not as the tail of a longer one.
    private static func contains(_ line: Substring, _ word: String) -> Bool {
        line.ranges(of: word).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !before.isLetter && !before.isNumber && before != "_"
        }
    }
}
