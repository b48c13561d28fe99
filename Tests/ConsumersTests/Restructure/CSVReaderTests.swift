import Consumers
import Testing

struct CSVReaderTests {
    private func read(_ text: String) throws -> [CSVReader.Record] { try CSVReader.read(Array(text.utf8), file: "x.csv") }

    @Test func quotedFieldsMayHaveCommasQuotesAndLineEnds() throws {
        let records = try read("a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\nlast,")
        #expect(records.map(\.fields) == [["a", "b"], ["x, \"y\"", "two\nlines"], ["last", ""]])
        #expect(records.map(\.line) == [1, 2, 4])
    }

    @Test func aByteOrderMarkAndEmptyLinesAreLetBy() throws {
        #expect(try read("\u{FEFF}a\n\n\nb\n").map(\.fields) == [["a"], ["b"]])
    }

    @Test(arguments: [
        ("a,b\nc,\"d", "line 2", "no closing quote"), ("a\nb\nc\"d", "line 3", "quote inside"),
        ("a\n\"b\"c", "line 2", "after the closing quote"), ("a\rb", "line 1", "after the closing quote"),
    ])
    func errorsNameTheLine(_ text: String, _ place: String, _ what: String) {
        let error = #expect(throws: RestructureError.self) { try read(text) }
        #expect(error?.place == "x.csv, \(place)")
        #expect(error?.what.contains(what) == true)
    }

    @Test func bytesThatAreNotUTF8NameTheLine() {
        let error = #expect(throws: RestructureError.self) {
            try CSVReader.read(Array("a\n".utf8) + [0xFF], file: "x.csv")
        }
        #expect(error?.place == "x.csv, line 2")
    }
}
