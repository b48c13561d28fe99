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

    @Test func writerPutsPiecesOneBehindTheOther() {
        var writer = JSONWriter(reserving: 0)
        writer.put("{\"a\":")
        writer.string("đ\n\u{1}\"")
        writer.put(",\"b\":")
        writer.value([1, .null, ["c": .decimal("0.50")]])
        writer.put(",\"d\":")
        writer.put(atMost: 4) { buffer in
            buffer[0] = UInt8(ascii: "7")
            return 1
        }
        writer.put("}")
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":"đ\n\u0001\"","b":[1,null,{"c":0.50}],"d":7}"#)
        #expect(writer.count == writer.bytes.count)
    }

    /// Texts around every size at which the writer's memory may have to grow.
    @Test func writerGrowsAsTheTextDoes() {
        for length in 0...300 {
            let text = String(repeating: "x", count: length)
            var writer = JSONWriter(reserving: 0)
            for _ in 0..<3 { writer.string(text) }
            #expect(String(decoding: writer.bytes, as: UTF8.self) == String(repeating: "\"\(text)\"", count: 3))
        }
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
