import JSON
import Testing

@Suite struct Scanning {
    private func scan<Result>(_ text: String, _ body: (inout JSONScanner) -> Result) -> Result {
        Array(text.utf8).withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes)
            return body(&scanner)
        }
    }

    @Test func goesFromPieceToPiece() {
        var steps: [Bool] = []
        var id: String?
        var data: JSONValue?
        scan(#"{"id":"đ-1","data":{"n":[1,2.50]}}"#) { scanner in
            steps.append(scanner.skip(#"{"id":"#))
            id = scanner.plainString().map { String(decoding: $0, as: UTF8.self) }
            steps.append(!scanner.skip(#","date":"#))
            steps.append(scanner.skip(#","data":"#))
            data = scanner.value(level: 1)
            steps.append(!scanner.isAtEnd)
            steps.append(scanner.skip("}"))
            steps.append(scanner.isAtEnd)
            steps.append(!scanner.skip("}"))
        }
        #expect(steps == Array(repeating: true, count: 7))
        #expect(id == "đ-1")
        #expect(data == ["n": [1, .decimal("2.50")]])
    }

    @Test(arguments: ["", "a", "\"a", "\"a\\n\"", "\"\\u0041\"", "\"a\nb\"", "1", "null"])
    func whatIsNoPlainString(_ text: String) {
        let (found, index) = scan(text) { scanner in
            let found = scanner.plainString() != nil
            return (found, scanner.index)
        }
        #expect(!found)
        #expect(index == 0)
    }

    @Test(arguments: [
        "", "{", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"đ\":1}", "[1,]", "NaN", "99999999999999999999", "\"\\ud800\"",
    ])
    func valuesThatAreLeftToTheGeneralReader(_ text: String) {
        let (value, index) = scan(text) { scanner in
            let value = scanner.value(level: 0)
            return (value, scanner.index)
        }
        #expect(value == nil)
        #expect(index == 0)
    }

    /// One array more than fits is refused at any level, and what fits is read.
    @Test(arguments: [0, 1, 31])
    func levelsAroundAValueCount(_ level: Int) {
        let fitting = JSON.maximumDepth - level
        func depthRead(_ depth: Int) -> Int? {
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return scan(text) { scanner in scanner.value(level: level)?.depth }
        }
        #expect(depthRead(fitting) == fitting)
        #expect(depthRead(fitting + 1) == nil)
    }

    @Test(arguments: [
        #"{}"#, "[]", "{ }", "[ ]", "\"\"", "\"đ\"", "0", "-0", "9223372036854775807", "-9223372036854775808", "1.50", "1e2",
        "true", "false", "null", #"{"a":null,"b":[true,false]}"#, "{ \"a\" : [ 1 , 2.0 , \"x\" ] ,\n\"b\" : { } }",
        #"{"a":{"a":{"a":[[],{}]}}}"#, #"{"a":"\n"}"#, #"["\u0041","A"]"#, #"{"":0}"#, #"{"ab":1,"abc":2,"a":3}"#,
    ])
    func aValueIsWhatTheGeneralReaderGives(_ text: String) throws {
        let value = scan(text) { scanner in scanner.isAtEnd ? nil : scanner.value(level: 0) }
        #expect(try value == JSON.parse(Array(text.utf8)))
    }

    /// Around the number of members up to which keys are compared here, and with a key repeated at any distance.
    @Test(arguments: [1, 31, 32, 33, 40])
    func objectsOfManyMembers(_ count: Int) throws {
        let members = (0..<count).map { "\"k\($0)\":\($0)" }
        let text = "{\(members.joined(separator: ","))}"
        let value = scan(text) { scanner in scanner.value(level: 0) }
        #expect(try value == JSON.parse(Array(text.utf8)))
        for repeated in [0, count / 2, count - 1] {
            let text = "{\(members.joined(separator: ",")),\"k\(repeated)\":0}"
            #expect(scan(text) { scanner in scanner.value(level: 0) } == nil)
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func anyValueIsWhatTheGeneralReaderGives(_ seed: UInt64) throws {
        var texts = RandomTexts(seed: seed)
        for _ in 0..<100 {
            let text = texts.value(depth: 4)
            let value = scan(text) { scanner in scanner.value(level: 0) }
            #expect(try value == JSON.parse(Array(text.utf8)), "\(text)")
        }
    }

    /// One reader of json-c's reads them all.
    @Test func valuesFollowEachOtherWhateverCameBefore() {
        let values = scan(#"[1]{"b":2}"x"3 "#) { scanner in
            var values: [JSONValue] = []
            while let value = scanner.value(level: 0) { values.append(value) }
            return values
        }
        #expect(values == [[1], ["b": 2], "x", 3])
    }
}
