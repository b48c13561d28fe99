/// Text of others as one log line shows it.
enum LogText {
    /// Control characters and whatever else breaks a line or turns its direction as `\u{a}`, so that nobody can write lines
    /// of the log; cut after 1,000 characters of input.
    static func line(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars.prefix(maximum) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                line += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                line.unicodeScalars.append(scalar)
            }
        }
        return text.unicodeScalars.count > maximum ? line + "..." : line
    }

    private static let maximum = 1_000
}
