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
