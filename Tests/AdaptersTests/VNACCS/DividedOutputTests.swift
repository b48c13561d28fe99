@testable import Adapters
import Bus
import Events
import Testing

/// An answer of type M as the declarant's terminal hands it on: its result line (R, 000) and its screen (C, 001, E).
struct DividedOutputTests {
    private func screen(_ division: String, isLast: Bool, type: OutputDataType = .screen) throws -> [UInt8] {
        var message = try Samples.output("VAD2AC0", type: type, Samples.lane)
        message.header.division = division
        message.header.isLastPart = isLast
        return try message.encoded()
    }

    @Test("The screen part is the registration that the undivided message gives")
    func screenPart() throws {
        let part = try #require(try Samples.decode(try screen("001", isLast: true)).events.first)
        let whole = try #require(try Samples.decode(try Samples.output("VAD2AC0", type: .resultAndScreen, Samples.lane)).events.last)
        #expect(part.type == DeclarationRegistered.type)
        #expect(part.data == whole.data)
        #expect(part.time == whole.time)
        #expect(part.partitionKey == whole.partitionKey)
        #expect(part.id == "vnaccs:VAD2AC0-C:100000000010:A1234001:TRMNL1:IDC..20250317083015000001:20250317083020:001")
    }

    @Test("The result part is the result that the undivided message gives, under its number")
    func resultPart() throws {
        let number = try #require(DeclarationNumber(Samples.number))
        var message = VNACCSMessage(
            result: .accepted, answering: Samples.header("IDC"), at: Samples.centreTime, declaration: number)
        message.header.division = "000"
        let event = try #require(try Samples.decode(message).events.first)
        #expect(try ResultReported(json: event.data).declaration == number)
        #expect(event.partitionKey == number.key)
    }

    @Test(
        "Any other part cannot be read alone",
        arguments: [("001", false, OutputDataType.screen), ("002", true, .screen), ("001", true, .print), ("000", false, .screen)])
    func otherParts(division: String, isLast: Bool, type: OutputDataType) throws {
        let error = try Samples.error(try screen(division, isLast: isLast, type: type))
        #expect(error.code == .badHeader)
        #expect(error.field == "division number")
    }

    @Test("The tail of a longer screen is refused by its first item, not taken for one")
    func tail() throws {
        var header = Samples.header("IDC").answered(as: .screen, code: "VAD2AC0", at: Samples.centreTime)
        header.division = "001"
        header.isLastPart = true
        let error = try Samples.error(try Samples.raw(header, Array("84713020\r\n".utf8)))
        #expect(error.field == "ICN")
    }
}
