import CJSON
import Foundation
import JSON
import Testing

/// What json-c's strict mode, or another parser of this platform, takes and this one must not.
@Suite struct Differences {
    /// Whether json-c in strict mode with UTF-8 validation takes the text.
    private func jsonC(_ text: String) -> String? {
        guard let tokener = json_tokener_new_ex(33) else { return nil }
        defer { json_tokener_free(tokener) }
        json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8)
        let bytes = text.utf8.map { CChar(bitPattern: $0) }
        let value = json_tokener_parse_ex(tokener, bytes, Int32(bytes.count))
        defer { json_object_put(value) }
        guard json_tokener_get_error(tokener) == json_tokener_success else { return nil }
        return String(cString: json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN))
    }

    @Test(arguments: [
        (#"{"a":1,"a":2}"#, #"{"a":2}"#, .duplicateKey, 7),
        ("[99999999999999999999999]", "[18446744073709551615]", .numberOutOfRange, 1),
        ("[NaN]", "[NaN]", .malformed, 1),
        ("[\"a\nb\"]", #"["a\nb"]"#, .controlCharacter, 3),
        (#"["\ud800"]"#, "[\"\u{FFFD}\"]", .loneSurrogate, 2),
        (#"{"a\u0000b":1}"#, #"{"a":1}"#, .nulInKey, 3),
    ] as [(String, String, JSONError.Code, Int)])
    func jsonCTakesItAndWeDoNot(_ text: String, _ meaning: String, _ code: JSONError.Code, _ offset: Int) {
        #expect(jsonC(text) == meaning)
        #expect(throws: JSONError(code, offset: offset)) { try JSON.parse(Array(text.utf8)) }
    }

    @Test func twoReadersOfOneDocumentWouldDisagree() throws {
        struct Document: Decodable { let a: Int }
        let text = #"{"a":1,"a":2}"#
        #expect(try JSONDecoder().decode(Document.self, from: Data(text.utf8)).a == 1)
        #expect(jsonC(text) == #"{"a":2}"#)
        #expect(throws: JSONError.self) { try JSON.parse(Array(text.utf8)) }
    }
}
