import Bus

/// The expected end of a pause as operators write it: a time, or a span from now.
///
/// A span is `+`, a whole number of 1 to 6 digits above 0, and `m`, `h` or `d`: `+30m`, `+6h`, `+1d`.
enum UntilOption {
    /// A span ends at a whole second, as people read it.
    /// - Throws: 64 when the text is neither a time nor a span.
    static func time(_ text: String, now: Timestamp) throws(CommandFailure) -> Timestamp {
        if let time = Timestamp(rfc3339: text) { return time }
        guard let span = milliseconds(ofSpan: text) else {
            throw CommandFailure(.usage, "--until must be a time like 2026-03-15T05:00:00+07:00 or a span like +6h")
        }
        let end = now.milliseconds + span
        return Timestamp(milliseconds: end - end % 1000)
    }

    /// nil when the text is no span. Six digits of days are less than 3,000 years: nothing overflows.
    static func milliseconds(ofSpan text: String) -> Int64? {
        guard text.first == "+", let mark = text.last, let unit = milliseconds(ofUnit: mark) else { return nil }
        let digits = text.dropFirst().dropLast()
        guard (1...6).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int64(digits), count > 0
        else { return nil }
        return count * unit
    }

    private static func milliseconds(ofUnit mark: Character) -> Int64? {
        switch mark {
        case "m": 60_000
        case "h": 3_600_000
        case "d": 86_400_000
        default: nil
        }
    }
}
