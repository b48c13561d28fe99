@testable import Adapters
import Bus
import Events
import Testing

/// Data types R and M.
struct ResultTests {
    private func message(
        _ type: OutputDataType, _ body: String, code: String = "", subject: String = ""
    ) throws -> [UInt8] {
        var header = Samples.header("IDC").answered(as: type, code: code, at: Samples.centreTime)
        header.subject = subject
        return try Samples.raw(header, Array(body.utf8))
    }

    private func line(_ text: String) -> String { text + String(repeating: " ", count: 75 - text.utf8.count) + "\r\n" }

    @Test("R with success is an accepted result with the number of the subject")
    func accepted() throws {
        let decoded = try Samples.decode(
            try message(.result, line("00000-0000-0000"), subject: "00000-0000-0000 100000000010"))
        let event = try #require(decoded.events.first)
        #expect(decoded.form == "IDC")
        #expect(event.type == ResultReported.type)
        #expect(event.partitionKey == "10000000001")
        #expect(event.time == Samples.centreTime)
        let payload = try ResultReported(json: event.data)
        #expect(payload.outcome == .accepted)
        #expect(payload.codes.isEmpty)
        #expect(payload.procedure == "IDC")
        #expect(payload.reference == "IDC  20250317083015000001")
    }

    @Test("R with errors lists them; without a number the key is the input's correlation")
    func rejected() throws {
        let decoded = try Samples.decode(try message(.result, line("S0025-CMD -0003E0001-CMN -0012")))
        let event = try #require(decoded.events.first)
        #expect(event.subject == nil)
        #expect(event.partitionKey == "IDC  20250317083015000001")
        let payload = try ResultReported(json: event.data)
        #expect(payload.outcome == .rejected)
        #expect(
            payload.codes == [
                ResultCode(code: "S0025", item: "CMD", occurrence: "0003"),
                ResultCode(code: "E0001", item: "CMN", occurrence: "0012"),
            ])
    }

    @Test("M with a known output gives the result and the output's own event")
    func resultAndScreen() throws {
        let message = try Samples.output("VAD2AC0", type: .resultAndScreen, Samples.lane)
        let decoded = try Samples.decode(message)
        #expect(decoded.events.map(\.type) == [ResultReported.type, DeclarationRegistered.type])
        #expect(Set(decoded.events.map(\.id)).count == 2)
        #expect(Set(decoded.events.map(\.partitionKey)) == ["10000000001"])
        let error = try Samples.error(
            try self.message(.resultAndScreen, line("00000-0000-0000") + "1O0000000010\r\n", code: "VAD2AC0"))
        #expect(error.line == 3)
        #expect(error.offset == 478)
    }

    @Test("M with an unknown screen gives the result, with the number that the screen starts with")
    func unknownScreen() throws {
        let bytes = try message(.resultAndScreen, line("00000-0000-0000") + "100000000010\r\n")
        #expect(bytes.count == 491)
        let payload = try ResultReported(json: try #require(try Samples.decode(bytes).events.first).data)
        #expect(payload.declaration?.rawValue == "100000000010")
        let other = try message(.resultAndScreen, line("00000-0000-0000") + "1000000000100\r\n")
        #expect(try ResultReported(json: try #require(try Samples.decode(other).events.first).data).declaration == nil)
    }

    @Test(
        "Result lines that are none",
        arguments: [
            ("", AdapterError.Code.missingItem, 400),
            (String(repeating: " ", count: 75) + "\r\n", .missingItem, 400),
            ("00000-0000-0000", .notWellFormed, 400),
            ("00000-0000-0000\n", .notWellFormed, 400),
            ("00000-0000-000\r\n", .badItem, 400),
            ("00000-0000-0000S0025 CMD -0001\r\n", .badItem, 415),
            ("00000-0000-00\t0\r\n", .badItem, 413),
            (String(repeating: "0", count: 76) + "\r\n", .itemTooLong, 400),
            ("00000-0000-0000\r\nX\r\n", .trailingBytes, 417),
        ])
    func bad(body: String, code: AdapterError.Code, offset: Int) throws {
        let error = try Samples.error(try message(.result, body))
        #expect(error.code == code)
        #expect(error.offset == offset)
    }

    @Test("Five results fit, six do not")
    func places() throws {
        let code = ResultCode(code: "S0033", item: "IMN", occurrence: "0001")
        let full = ResultLine(Array(repeating: code, count: 5))
        let bytes = try full.encoded()
        #expect(bytes.count == 77)
        #expect(try ResultLine.decode(bytes, at: 0, line: 1, form: "IDC").line == full)
        #expect(throws: AdapterError.self) { try ResultLine(Array(repeating: code, count: 6)).encoded() }
    }
}
