import JSON
import Testing

/// Texts that RFC 8259 allows, with what they mean here.
@Suite struct AcceptedTexts {
    @Test(arguments: [
        ("null", .null), (" true ", true), ("false", false), ("\t\r\n0\n", 0), ("-0", 0), ("-1", -1),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("0.1000", .decimal("0.1000")), ("-0.0", .decimal("-0.0")), ("1e5", .decimal("1e5")),
        ("1E+2", .decimal("1E+2")), ("1.5e-3", .decimal("1.5e-3")), ("1E-400", .decimal("1E-400")),
        ("1.7976931348623157e308", .decimal("1.7976931348623157e308")),
        ("123456789012345678901234567890.5", .decimal("123456789012345678901234567890.5")),
        ("0e99999", .decimal("0e99999")),
        (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u1EA4""#, "AéẤ"),
        (#""\ud83d\ude00\uDBFF\uDFFF""#, "😀\u{10FFFF}"), (#""a\u0000b""#, "a\0b"), (#""\u0000""#, "\0"),
        ("\"Đà Nẵng 😀\u{7F}\u{FFFF}\u{2028}\"", "Đà Nẵng 😀\u{7F}\u{FFFF}\u{2028}"),
        ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]), ("[1 , 2]", [1, 2]), ("[null,true,[],{}]", [.null, true, [], [:]]),
        (#"{"b":1,"a":2}"#, ["b": 1, "a": 2]), (#"{ "" : { "a" : [ { } ] } }"#, ["": ["a": [[:]]]]),
        (#"{"a":{"a":1},"b":{"a":1}}"#, ["a": ["a": 1], "b": ["a": 1]]), (#"{"a":1,"A":2}"#, ["a": 1, "A": 2]),
        (#"{"\u00e9":1,"e":2}"#, ["é": 1, "e": 2]), (#"["a,b]","}"]"#, ["a,b]", "}"]),
        (#"{"k\"ey\\":"v"}"#, ["k\"ey\\": "v"]),
    ] as [(String, JSONValue)])
    func meansThis(_ text: String, _ value: JSONValue) throws {
        #expect(try JSON.parse(Array(text.utf8)) == value)
        #expect(try JSON.parse(Array(("xx" + text + "yy").utf8)[2..<2 + text.utf8.count]) == value)
    }

    @Test func membersKeepTheirOrder() throws {
        let keys = (0..<500).map { "k\($0 * 7919 % 500)" }
        let text = "{" + keys.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try JSON.parse(Array(text.utf8)).object?.members.map(\.key) == keys)
    }

    @Test func depthUpToTheLimit() throws {
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            let text = String(repeating: open, count: 32) + "1" + String(repeating: close, count: 32)
            #expect(try JSON.parse(Array(text.utf8)).depth == 32)
        }
    }

    @Test func textLongerThanAnyBlock() throws {
        for length in [0, 1, 7, 8, 9, 15, 16, 17, 1000] {
            for tail in ["", "\"", "\\", "é", "\n"] {
                let value = JSONValue.string(String(repeating: "a", count: length) + tail + "z")
                #expect(try JSON.parse(value.bytes) == value)
            }
        }
    }
}
