import JSON
import Testing

@Suite struct Elements {
    private func elements(_ text: String) throws(JSONError) -> [String] {
        let bytes = Array(text.utf8)
        return try JSON.elements(of: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(arguments: [
        ("[]", []), (" [ ] ", []), ("[1]", ["1"]), (" [ 1 , \"a,]\\\"}\" ,\n{ \"a\" : [ 1, 2 ] } ] ", ["1", "\"a,]\\\"}\"", "{ \"a\" : [ 1, 2 ] }"]),
        ("[[],[[]],{}]", ["[]", "[[]]", "{}"]), ("[null,-1.5,\"\\\\\"]", ["null", "-1.5", "\"\\\\\""]),
    ] as [(String, [String])])
    func keepTheirBytes(_ text: String, _ parts: [String]) throws {
        #expect(try elements(text) == parts)
    }

    /// What is wrong inside one element is that element's affair.
    @Test(arguments: ["NaN", "{\"a\":}", "{\"a\":1,\"a\":2}", "\"\\ud800\"", "99999999999999999999", "1 2", "{]"])
    func aBrokenOneDoesNotSpoilItsNeighbours(_ broken: String) throws {
        #expect(try elements("[1,\(broken),2]") == ["1", broken, "2"])
        #expect(throws: JSONError.self) { try JSON.parse(Array(broken.utf8)) }
    }

    @Test(arguments: [
        ("", .empty, 0), (" ", .empty, 1), ("1", .malformed, 0), ("{}", .malformed, 0), ("[", .malformed, 1), ("[1", .malformed, 2),
        ("[1,", .malformed, 3), ("[1,]", .malformed, 3), ("[,1]", .malformed, 1), ("[1,,2]", .malformed, 3), ("[1]]", .trailingBytes, 3),
        ("[1}", .malformed, 2), ("[\"a]", .malformed, 4), ("[\"a\\", .malformed, 4), ("[{\"a\":[}", .malformed, 8), ("[] x", .trailingBytes, 3),
    ] as [(String, JSONError.Code, Int)])
    func whatCannotBeTakenApart(_ text: String, _ code: JSONError.Code, _ offset: Int) {
        #expect(throws: JSONError(code, offset: offset)) { try elements(text) }
    }
}
