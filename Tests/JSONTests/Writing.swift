import JSON
import Testing

@Suite struct Writing {
    private func text(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }

    @Test func compactAndInOrder() {
        let value: JSONValue = ["z": [1, .decimal("2.50"), "a"], "a": ["k": .null], "e": [], "o": [:], "t": true, "f": false]
        #expect(text(value) == #"{"z":[1,2.50,"a"],"a":{"k":null},"e":[],"o":{},"t":true,"f":false}"#)
    }

    @Test func escapesOnlyWhatMustBe() {
        #expect(text("\"\\/\u{8}\u{C}\n\r\t\0\u{1F}\u{7F}é😀\u{2028}") == #""\"\\/\b\f\n\r\t\u0000\u001f\#u{7F}é😀\#u{2028}""#)
        #expect(text(["\"\n": 1]) == #"{"\"\n":1}"#)
    }

    @Test func extremesOfIntegers() {
        #expect(text([.integer(.min), .integer(.max)]) == "[-9223372036854775808,9223372036854775807]")
    }

    @Test(arguments: ["", "x", "1x", "NaN", "1e400", "01", "1,2", "-"])
    func decimalThatIsNoNumberIsAString(_ number: String) throws {
        #expect(text(.decimal(number)) == "\"\(number)\"")
    }

    @Test func prettyForTerminals() {
        let value: JSONValue = ["a": 1, "b": ["x", ["c": [:]]], "e": []]
        #expect(
            value.prettyText == """
                {
                  "a": 1,
                  "b": [
                    "x",
                    {
                      "c": {}
                    }
                  ],
                  "e": []
                }
                """)
    }

    @Test func writerPutsCommasItself() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("a", "x")
        writer.key("b")
        writer.beginArray()
        writer.value(1)
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.string("y")
        writer.endArray()
        writer.member("c", .null)
        writer.endObject()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":"x","b":[1,{},[],"y"],"c":null}"#)
    }

    @Test func membersAreSetReplacedAndRemovedInPlace() {
        var object = JSONObject()
        object["a"] = 1
        object["b"] = 2
        object["a"] = 3
        #expect(JSONValue.object(object) == ["a": 3, "b": 2])
        object["a"] = nil
        object["x"] = nil
        #expect(JSONValue.object(object) == ["b": 2])
    }
}
