/// Takes comments and the insides of string literals out of Swift text, so that rules look at code only. Line breaks stay.
struct CodeStripper {
    private let text: [Character]
    private var index = 0
    private var code = ""

    static func strip(_ text: String) -> String {
        var stripper = CodeStripper(text: Array(text))
        while stripper.index < stripper.text.count { stripper.step() }
        return stripper.code
    }

    private init(text: [Character]) { self.text = text }

    private mutating func step() {
        if sees("//") {
            while index < text.count, !text[index].isNewline { index += 1 }
        } else if sees("/*") {
            blockComment()
        } else if let literal = openingQuotes() {
            string(hashes: literal.hashes, quotes: literal.quotes)
        } else {
            code.append(text[index])
            index += 1
        }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if sees("/*") {
                depth += 1
                index += 2
            } else if sees("*/") {
                depth -= 1
                index += 2
            } else {
                keepLineBreak()
            }
        } while depth > 0 && index < text.count
    }

    /// The hashes and quotes that a string literal here begins with.
    private func openingQuotes() -> (hashes: Int, quotes: Int)? {
        var place = index
        while place < text.count, text[place] == "#" { place += 1 }
        let hashes = place - index
        guard place < text.count, text[place] == "\"" else { return nil }
        let isLong = place + 2 < text.count && text[place + 1] == "\"" && text[place + 2] == "\""
        return (hashes, isLong ? 3 : 1)
    }

    private mutating func string(hashes: Int, quotes: Int) {
        let marks = String(repeating: "#", count: hashes)
        let end = String(repeating: "\"", count: quotes) + marks
        code.append("\"\"")
        index += hashes + quotes
        while index < text.count {
            if sees(end) {
                index += end.count
                return
            }
            if sees("\\\(marks)(") {
                index += marks.count + 2
                interpolation()
            } else if sees("\\\(marks)") {
                index += marks.count + 1
                keepLineBreak()
            } else {
                keepLineBreak()
            }
        }
    }

    /// What is interpolated is code.
    private mutating func interpolation() {
        var depth = 1
        while index < text.count {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0 {
                index += 1
                code.append(" ")
                return
            }
            step()
        }
    }

    private mutating func keepLineBreak() {
        guard index < text.count else { return }
        if text[index].isNewline { code.append("\n") }
        index += 1
    }

    private func sees(_ word: String) -> Bool {
        text[index...].starts(with: word)
    }
}
