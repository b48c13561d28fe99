/// Writes records as RFC 4180 has them, with CRLF; quotes only where they are needed.
enum CSVWriter {
    static func write(_ records: [[String]]) -> String {
        records.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func field(_ text: String) -> String {
        // By scalar: CR and LF next to each other are one Character.
        let needsQuotes = text.unicodeScalars.contains { [",", "\"", "\r", "\n"].contains($0) }
        guard needsQuotes else { return text }
        let doubled = text.unicodeScalars.reduce(into: String.UnicodeScalarView()) { view, scalar in
            if scalar == "\"" { view.append(scalar) }
            view.append(scalar)
        }
        return "\"\(String(doubled))\""
    }
}
