/// Comma-separated values as RFC 4180 has them: fields may be quoted, a quote inside is doubled, line ends are CRLF or LF,
/// and a quoted field may contain line ends. A byte order mark at the start is let by. Empty lines between records are skipped.
public enum CSVReader {
    /// One record with the line it begins on, from 1.
    public struct Record: Sendable, Hashable {
        public var line: Int
        public var fields: [String]
    }

    /// - Parameters:
    ///   - bytes: UTF-8, at most 16 MiB; a catalog has some hundred lines.
    ///   - file: name for errors.
    /// - Throws: `invalid` with file and line: not UTF-8, a quote where none may be, a quoted field without an end.
    public static func read(_ bytes: [UInt8], file: String) throws(RestructureError) -> [Record] {
        guard bytes.count <= 16 * 1024 * 1024 else {
            throw RestructureError(.invalid, "is larger than 16 MiB", place: file)
        }
        var parser = CSVParser(bytes: bytes, file: file)
        return try parser.records()
    }
}

struct CSVParser {
    private let bytes: [UInt8]
    private let file: String
    private var index = 0
    private var line = 1

    init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func records() throws(RestructureError) -> [CSVReader.Record] {
        var records: [CSVReader.Record] = []
        while index < bytes.count {
            if skipLineEnd() { continue }
            let start = line
            var fields = [try field()]
            while index < bytes.count, bytes[index] == UInt8(ascii: ",") {
                index += 1
                fields.append(try field())
            }
            guard index == bytes.count || skipLineEnd() else { throw wrong("text after the closing quote of a field") }
            records.append(CSVReader.Record(line: start, fields: fields))
        }
        return records
    }

    private mutating func field() throws(RestructureError) -> String {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return try plainField() }
        let start = line
        index += 1
        var content: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") {
                guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return try text(content[...], start) }
                index += 1
            } else if byte == UInt8(ascii: "\n") {
                line += 1
            }
            content.append(byte)
        }
        throw RestructureError(.invalid, "a quoted field has no closing quote", place: "\(file), line \(start)")
    }

    private mutating func plainField() throws(RestructureError) -> String {
        let start = index
        while index < bytes.count, ![UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(bytes[index]) {
            guard bytes[index] != UInt8(ascii: "\"") else { throw wrong("a quote inside an unquoted field") }
            index += 1
        }
        return try text(bytes[start..<index], line)
    }

    private func text(_ content: ArraySlice<UInt8>, _ line: Int) throws(RestructureError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw RestructureError(.invalid, "is not UTF-8", place: "\(file), line \(line)")
        }
        return text
    }

    private mutating func skipLineEnd() -> Bool {
        if bytes[index...].starts(with: [0x0D, 0x0A]) {
            index += 2
        } else if bytes[index] == 0x0A {
            index += 1
        } else {
            return false
        }
        line += 1
        return true
    }

    private func wrong(_ what: String) -> RestructureError {
        RestructureError(.invalid, what, place: "\(file), line \(line)")
    }
}
