@testable import Adapters
import Testing

/// What is wrong in a body is named: item and occurrence, line (the header is line 1), byte offset in the message.
struct BodyErrorTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        let name: String
        let procedure: String
        let body: [UInt8]
        let code: AdapterError.Code
        let field: String?
        let line: Int
        let offset: Int

        init(
            _ name: String, _ procedure: String, _ body: String, _ code: AdapterError.Code, _ field: String?, line: Int,
            offset: Int
        ) {
            self.init(name, procedure, Array(body.utf8), code, field, line: line, offset: offset)
        }

        init(
            _ name: String, _ procedure: String, _ body: [UInt8], _ code: AdapterError.Code, _ field: String?,
            line: Int, offset: Int
        ) {
            (self.name, self.procedure, self.body, self.code) = (name, procedure, body, code)
            (self.field, self.line, self.offset) = (field, line, offset)
        }

        var testDescription: String { name }
    }

    static let bad = [
        Bad("letter in a number", "IDC", "10000000001O\r\n", .badItem, "ICN", line: 2, offset: 411),
        Bad("blank inside a number", "IDC", "10000 000010\r\n", .badItem, "ICN", line: 2, offset: 405),
        Bad("sign in a number", "IDC", "-10000000001\r\n", .badItem, "ICN", line: 2, offset: 400),
        Bad("11-digit declaration number", "IDC", " 10000000001\r\n", .badItem, "ICN", line: 2, offset: 401),
        Bad("item too long", "IDC", "1000000000100\r\n", .itemTooLong, "ICN", line: 2, offset: 400),
        Bad("too long by blanks only", "IDC", "100000000010 \r\n", .itemTooLong, "ICN", line: 2, offset: 400),
        Bad("too many items", "IDC", "100000000010\r\n \r\n \r\n", .trailingBytes, nil, line: 4, offset: 417),
        Bad("mandatory item blank", "IDC", "            \r\n1\r\n", .missingItem, "ICN", line: 2, offset: 400),
        Bad("no body", "IDC", "", .missingItem, "ICN", line: 2, offset: 400),
        Bad("LF alone", "IDC", "100000000010\n", .notWellFormed, "ICN", line: 2, offset: 412),
        Bad("LF alone at once", "IDC", "\n", .notWellFormed, "ICN", line: 2, offset: 400),
        Bad("no CRLF at the end", "IDC", "100000000010", .notWellFormed, "ICN", line: 2, offset: 400),
        Bad("CR alone at the end", "IDC", "100000000010\r", .notWellFormed, "ICN", line: 2, offset: 400),
        Bad("second item unterminated", "IDC", "100000000010\r\n1", .notWellFormed, "JKN", line: 3, offset: 414),
        Bad("CR within an item", "IDC", "1000\r0000010\r\n", .badItem, "ICN", line: 2, offset: 404),
        Bad("control character in text", "IDC", "100000000010\r\n\t\r\n", .badItem, "JKN", line: 3, offset: 414),
        Bad("Vietnamese in an ASCII item", "IDA", "\r\nệ\r\n", .badItem, "FIC", line: 3, offset: 402),
    ]

    @Test("Item, line and offset of what is wrong", arguments: bad)
    func badBody(_ bad: Bad) throws {
        let error = try Samples.error(try Samples.raw(Samples.header(bad.procedure), bad.body))
        #expect(error.code == bad.code)
        #expect(error.field == bad.field)
        #expect(error.line == bad.line)
        #expect(error.offset == bad.offset)
        #expect(error.form == bad.procedure)
        #expect(!error.isRetryable)
    }

    @Test("The error of an 11-digit declaration number says so")
    func elevenDigits() throws {
        let error = try Samples.error(try Samples.raw("IDC", " 10000000001\r\n"))
        #expect(error.problem.contains("12 digits"))
        #expect(error.problem.contains("11"))
    }

    @Test("Widths count bytes: 100 letters of three bytes fit 300, 101 do not, though they are far from 300 characters")
    func bytesNotCharacters() throws {
        let lines = String(repeating: "\r\n", count: 14)
        let fits = try Samples.error(
            try Samples.raw("IDA", lines + String(repeating: "ệ", count: 100) + "\r\n"))
        #expect(fits.code == .missingItem)
        let long = try Samples.error(
            try Samples.raw("IDA", lines + String(repeating: "ệ", count: 101) + "\r\n"))
        #expect(long.code == .itemTooLong)
        #expect(long.field == "IMN")
        #expect(long.line == 16)
        #expect(long.offset == 400 + 28)
    }

    @Test(
        "Malformed UTF-8 is refused at its first byte",
        arguments: [
            [0x41, 0xC3], [0x41, 0x80], [0x41, 0xC0, 0x80], [0x41, 0xE0, 0x80, 0x80], [0x41, 0xED, 0xA0, 0x80],
            [0x41, 0xF4, 0x90, 0x80, 0x80], [0x41, 0xF5, 0x80, 0x80, 0x80], [0x41, 0xE1, 0xBB, 0x41],
            [0x41, 0xF0, 0x80, 0x80, 0x80], [0x41, 0xFF],
        ] as [[UInt8]])
    func invalidUTF8(_ text: [UInt8]) throws {
        let body = Array(String(repeating: "\r\n", count: 14).utf8) + text + [0x0D, 0x0A]
        let error = try Samples.error(try Samples.raw(Samples.header("IDA"), body))
        #expect(error.code == .badEncoding)
        #expect(error.field == "IMN")
        #expect(error.offset == 429)
    }

    @Test("Decimals have at most one point, between digits", arguments: ["1.2.3", ".5", "5.", "1,5", "-1", "1e3", "."])
    func badDecimal(_ text: String) throws {
        let lines = String(repeating: "\r\n", count: 37)
        let error = try Samples.error(try Samples.raw("IDA", lines + text + "\r\n"))
        #expect(error.code == .badItem)
        #expect(error.field == "GW")
    }

    @Test("An item of the third goods line is named with its occurrence and its place")
    func occurrence() throws {
        var message = Samples.ida
        for line in 1...3 {
            message["CMD", line] = "84713020"
            message["CMN", line] = "Máy tính"
            message["OR", line] = "CN"
            message["QN1", line] = "1"
            message["QT1", line] = "PCE"
        }
        var bytes = try message.encoded()
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let line = 1 + 175 + 2 * 46 + 11
        let offset = lines[line].startIndex + 11
        #expect(bytes[offset] == UInt8(ascii: "1"))
        bytes[offset] = UInt8(ascii: "x")
        let error = try Samples.error(bytes)
        #expect(error.code == .badItem)
        #expect(error.field == "QN1(3)")
        #expect(error.line == line + 1)
        #expect(error.offset == offset)
    }

    @Test("A pre-registration needs its first goods line; a later line needs its mandatory items once it has any")
    func goodsLines() throws {
        var message = Samples.ida
        #expect(try Samples.decode(message).events.count == 1)
        message["CMD", 4] = "84713020"
        message["CMN", 4] = "Máy tính"
        message["OR", 4] = "CN"
        message["QN1", 4] = "1"
        message["QT1", 4] = "PCE"
        #expect(try Samples.decode(message).events.count == 1)

        let head = Samples.ida
        var bytes = try head.encoded()
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        bytes = Array(bytes[..<lines[1 + 175].startIndex])
        bytes.replaceSubrange(392..<398, with: String(1_000_000 + bytes.count).dropFirst().utf8)
        let error = try Samples.error(bytes)
        #expect(error.code == .missingItem)
        #expect(error.field == "CMD(1)")
        #expect(error.offset == bytes.count)
    }

    @Test("No error repeats the value that it is about")
    func noValues() throws {
        let error = try Samples.error(try Samples.raw("IDC", "SECRET-VALUE\r\n"))
        #expect(!error.description.contains("SECRET"))
    }
}
