import JSON
import Testing

/// Texts that are refused, with the code and the byte that is named.
@Suite struct RefusedTexts {
    private static func text(_ string: String) -> [UInt8] { Array(string.utf8) }

    private func refusal(of bytes: [UInt8]) -> JSONError? {
        do {
            _ = try JSON.parse(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("", .empty, 0), ("  \n", .empty, 3), ("\u{FEFF}1", .malformed, 0), ("[1]x", .trailingBytes, 3),
        ("1 2", .trailingBytes, 2), ("{}}", .trailingBytes, 2), ("\"\"\0", .trailingBytes, 2), ("[1]/**/", .trailingBytes, 3),
        ("[", .malformed, 1), ("[1", .malformed, 2), ("[1,", .malformed, 3), ("[1,]", .malformed, 3), ("[,1]", .malformed, 1),
        ("[1,,2]", .malformed, 3), ("[1 2]", .malformed, 3), ("]", .malformed, 0), ("[1}", .malformed, 2),
        ("{", .malformed, 1), (#"{"a"}"#, .malformed, 4), (#"{"a":}"#, .malformed, 5), (#"{"a":1,}"#, .malformed, 7),
        (#"{"a" 1}"#, .malformed, 5), (#"{a:1}"#, .malformed, 1), ("{'a':1}", .malformed, 1), ("{1:1}", .malformed, 1),
        (#"{"a":1]"#, .malformed, 6), (#"{"a":1 "b":2}"#, .malformed, 7), (#"{,"a":1}"#, .malformed, 1),
        ("tru", .malformed, 3), ("True", .malformed, 0), ("nul", .malformed, 3), ("truth", .malformed, 3),
        ("nulls", .trailingBytes, 4), ("NaN", .malformed, 0), ("Infinity", .malformed, 0), ("-Infinity", .malformed, 1),
        ("-", .malformed, 1), ("+1", .malformed, 0), ("01", .malformed, 1), ("-012", .malformed, 2), (".5", .malformed, 0),
        ("1.", .malformed, 2), ("[1.]", .malformed, 3), ("1.e1", .malformed, 2), ("1e", .malformed, 2), ("1e+", .malformed, 3),
        ("[0x1]", .malformed, 2), ("[1_0]", .malformed, 2), ("１", .malformed, 0), ("[1/*c*/]", .malformed, 2),
        ("// c\n1", .malformed, 0), ("\u{A0}1", .malformed, 0), ("\u{C}1", .malformed, 0),
        (#""a"#, .malformed, 2), (#""a\""#, .malformed, 4), (#""\x41""#, .malformed, 2), (#""\u12""#, .malformed, 5),
        (#""\u12g4""#, .malformed, 5), (#""\U0041""#, .malformed, 2), (#""\'""#, .malformed, 2),
        ("9223372036854775808", .numberOutOfRange, 0), ("[-9223372036854775809]", .numberOutOfRange, 1),
        ("[1,99999999999999999999999]", .numberOutOfRange, 3), ("18446744073709551615", .numberOutOfRange, 0),
        ("1E400", .numberOutOfRange, 0), ("[-1e309]", .numberOutOfRange, 1), ("1e999999999999999999999", .numberOutOfRange, 0),
        ("\"a\nb\"", .controlCharacter, 2), ("\"\0\"", .controlCharacter, 1), ("{\"a\t\":1}", .controlCharacter, 3),
        ("\"12345678\u{1F}\"", .controlCharacter, 9),
        (#""\ud800""#, .loneSurrogate, 1), (#""a\udc00""#, .loneSurrogate, 2), (#""\ud800\ud800""#, .loneSurrogate, 1),
        (#""\ud83d\u0041""#, .loneSurrogate, 1), (#""\ud83dx""#, .loneSurrogate, 1), (#""\ud83d\n""#, .loneSurrogate, 1),
        (#"{"a\u0000b":1}"#, .nulInKey, 3), (#"{"\u0000":1}"#, .nulInKey, 2),
        (#"{"a":1,"a":2}"#, .duplicateKey, 7), (#"{"a":1,"\u0061":2}"#, .duplicateKey, 7),
        (#"{"a\/b":1,"a/b":1}"#, .duplicateKey, 10), (#"{"x":{"b":1,"c":[{}],"b":{"b":2}}}"#, .duplicateKey, 21),
        (#"{"a":{"k":1,"l":2},"b":[1,"a"],"a":{}}"#, .duplicateKey, 31), (#"[{"":1,"":2}]"#, .duplicateKey, 7),
        ("{\"\u{E9}\":1,\"e\u{301}\":2}", .duplicateKey, 8), (#"{"\u00e9":1,"é":2}"#, .duplicateKey, 12),
        (#"{"\ud83d\ude00":1,"😀":2}"#, .duplicateKey, 18), ("  {\"a\":1,\"a\":2}", .duplicateKey, 9),
    ] as [(String, JSONError.Code, Int)])
    func saysWhyAndWhere(_ text: String, _ code: JSONError.Code, _ offset: Int) {
        #expect(refusal(of: Array(text.utf8)) == JSONError(code, offset: offset))
    }

    @Test(arguments: [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
        [0xE1, 0x80], [0xE1, 0x80, 0x28], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF1, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        [0xFC, 0x80, 0x80, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
    func illFormedUTF8(_ sequence: [UInt8]) {
        #expect(refusal(of: [0x5B, 0x22, 0x61] + sequence + [0x22, 0x5D]) == JSONError(.invalidUTF8, offset: 3))
        #expect(refusal(of: [0x7B, 0x22, 0x61] + sequence + [0x22, 0x3A, 0x31, 0x7D]) == JSONError(.invalidUTF8, offset: 3))
        #expect(refusal(of: [0x22] + sequence) == JSONError(.invalidUTF8, offset: 1))
    }

    @Test func beyondTheDepthLimit() {
        let arrays = String(repeating: "[", count: 33) + String(repeating: "]", count: 33)
        #expect(refusal(of: Array(arrays.utf8)) == JSONError(.tooDeep, offset: 32))
        let objects = String(repeating: #"{"a":"#, count: 33)
        #expect(refusal(of: Array(objects.utf8)) == JSONError(.tooDeep, offset: 160))
        #expect(refusal(of: [UInt8](repeating: 0x5B, count: 1_000_000)) == JSONError(.tooDeep, offset: 32))
    }

    /// A cost that grows with the square of the keys would make this test take minutes.
    @Test func manyKeysWithOneRepeated() {
        let keys = (0..<200_000).map { "\"key\($0)\":0" }
        let text = "{" + keys.joined(separator: ",")
        #expect(refusal(of: Array((text + "}").utf8)) == nil)
        #expect(refusal(of: Array((text + ",\"key7\":0}").utf8)) == JSONError(.duplicateKey, offset: text.utf8.count + 1))
        #expect(refusal(of: Array((text + ",\"\\u006bey7\":0}").utf8)) == JSONError(.duplicateKey, offset: text.utf8.count + 1))
    }

    @Test func offsetsInASliceCountFromItsStart() {
        #expect(throws: JSONError(.malformed, offset: 1)) { try JSON.parse(Array("xxx[".utf8)[3...]) }
    }

    @Test func everyPrefixIsRefused() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\n😀",true,false,null,{"b":{}}]}"#.utf8)
        _ = try JSON.parse(text)
        for length in 0..<text.count {
            #expect(throws: JSONError.self) { try JSON.parse(text[..<length]) }
        }
    }
}
