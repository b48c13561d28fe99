@testable import Adapters
import Bus
import Events
import Testing

struct OutputMappingTests {
    private func only(_ message: VNACCSMessage) throws -> EventDraft {
        let events = try Samples.decode(message).events
        #expect(events.count == 1)
        return try #require(events.first)
    }

    @Test(
        "The lane is the code's fourth character",
        arguments: [("VAD1AC0", Lane.one), ("VAD2AC0", .two), ("VAD3AC0", .three)])
    func registered(code: String, lane: Lane) throws {
        var message = try Samples.output(code, Samples.lane)
        message["A06"] = lane.rawValue
        let event = try only(message)
        #expect(event.type == DeclarationRegistered.type)
        #expect(event.time == Timestamp(compact: "20250317083015"))
        let payload = try DeclarationRegistered(json: event.data)
        #expect(payload.lane == lane)
        #expect(payload.kind == "A11")
        #expect(payload.officeName == "HAIPHONG")
        #expect(payload.taxpayer == "0100109106")
        #expect(payload.totalTax == Amount("15000000"))
        #expect(payload.security == .zero)
    }

    @Test("Lane code and lane item must agree; a blank item agrees with any")
    func laneMismatch() throws {
        var message = try Samples.output("VAD1AC0", Samples.lane)
        let error = try Samples.error(try message.encoded())
        #expect(error.code == .badItem)
        #expect(error.field == "A06")
        #expect(error.line == 8)
        message["A06"] = nil
        #expect(try DeclarationRegistered(json: try only(message).data).lane == .one)
    }

    @Test("A corrected declaration's time is that of the correction")
    func corrected() throws {
        var message = try Samples.output("VAD2AC0", Samples.lane)
        message["ICN"] = "100000000012"
        message["AD2"] = "20250318"
        message["AD3"] = "090807"
        let event = try only(message)
        #expect(event.time == Timestamp(compact: "20250318090807"))
        #expect(try DeclarationRegistered(json: event.data).registered == event.time)
        #expect(event.partitionKey == "10000000001")
        message["AD3"] = nil
        #expect(try only(message).time == Timestamp(compact: "20250318000000"))
    }

    @Test("Without registered date the time of receipt at the centre counts; a date that is none is refused")
    func registeredTime() throws {
        var message = try Samples.output("VAD2AC0", Samples.lane)
        message["A09"] = nil
        #expect(try only(message).time == Samples.centreTime)
        message["A09"] = "20250231"
        let error = try Samples.error(try message.encoded())
        #expect(error.field == "A09")
        message["A09"] = "20250228"
        message["AD1"] = "250000"
        #expect(try Samples.error(try message.encoded()).field == "AD1")
    }

    @Test("Export lane results use the export items, decimals in the tax included")
    func exported() throws {
        let event = try only(try Samples.output("VAE1LD0", Samples.exportLane))
        let payload = try DeclarationRegistered(json: event.data)
        #expect(payload.flow == .export)
        #expect(payload.kind == "B11")
        #expect(payload.officeName == "CATLAI")
        #expect(payload.taxpayer == "0300588569")
        #expect(payload.totalTax?.description == "12.5")
        #expect(event.time == Timestamp(compact: "20250318101112"))
    }

    @Test("Clearance: the permit's date and time, else the inspection's, else the centre's")
    func cleared() throws {
        var message = try Samples.output("VAD2AG0", Samples.lane)
        message["C21"] = "20250319"
        message["AD4"] = "140000"
        message["C22"] = "20250320"
        let event = try only(message)
        #expect(event.type == DeclarationCleared.type)
        let payload = try DeclarationCleared(json: event.data)
        #expect(payload.cleared == Timestamp(compact: "20250319140000"))
        #expect(payload.lane == .two)
        message["C21"] = nil
        #expect(try only(message).time == Timestamp(compact: "20250320000000"))
        message["C22"] = nil
        #expect(try only(message).time == Samples.centreTime)
    }

    @Test("Export clearance takes K86 and AD5, which mean something else in the import form")
    func exportCleared() throws {
        var message = try Samples.output("VAE1LF0", Samples.exportLane)
        message["CCD"] = "20250318"
        message["K86"] = "20250319"
        message["AD5"] = "151617"
        let payload = try DeclarationCleared(json: try only(message).data)
        #expect(payload.cleared == Timestamp(compact: "20250319151617"))
        #expect(payload.flow == .export)
    }

    @Test("VAF801 states lines, total, treasury account and name")
    func taxAssessed() throws {
        let event = try only(try Samples.output("VAF8010", Samples.tax))
        #expect(event.type == TaxAssessed.type)
        #expect(event.time == Samples.centreTime)
        let payload = try TaxAssessed(json: event.data)
        #expect(payload.statement == "202500000123")
        #expect(payload.lines.map(\.subItem) == ["1901", "1702"])
        #expect(payload.lines.first?.tax == "Thuế NK")
        #expect(payload.total == Amount("15000000"))
        #expect(payload.account == "7111")
        #expect(payload.treasuryName == "KBNN Hải Phòng")
        #expect(payload.branchName == "Hải quan cửa khẩu cảng Hải Phòng")
        #expect(payload.issued == Timestamp(compact: "20250317000000"))
    }

    @Test("Without TA4 the total is the sum of the lines; a line with an amount needs its sub-item")
    func taxTotal() throws {
        var message = try Samples.output("VAF8010", Samples.tax)
        message["TA4"] = nil
        message["IM2"] = "2500001"
        #expect(try TaxAssessed(json: try only(message).data).total == Amount("12500001"))
        message["IM2"] = nil
        #expect(try TaxAssessed(json: try only(message).data).lines.last?.amount == .zero)
        message["IM6"] = "1"
        let error = try Samples.error(try message.encoded())
        #expect(error.code == .missingItem)
        #expect(error.field == "IS6")
    }

    @Test("A statement issued on another day than it was sent has its own date as business time")
    func statementDay() throws {
        var message = try Samples.output("VAF8010", Samples.tax)
        message["DOP"] = "20250314"
        #expect(try only(message).time == Timestamp(compact: "20250314000000"))
    }

    @Test("Two statements of one declaration are two events")
    func statements() throws {
        let first = try Samples.output("VAF8010", Samples.tax)
        var second = first
        second["SPN"] = "202500000124"
        #expect(try only(first).id != only(second).id)
    }

    @Test("VAD487 orders an inspection")
    func inspection() throws {
        let event = try only(try Samples.output("VAD4870", Samples.inspection))
        let payload = try InspectionOrdered(json: event.data)
        #expect(payload.office == "02CI")
        #expect(payload.kind == "A11")
        #expect(event.partitionKey == "10000000001")
    }

    @Test(
        "What an event cannot do without is missing by name",
        arguments: [
            ("VAD2AC0", "ICN"), ("VAD2AC0", "A02"), ("VAD2AC0", "A07"), ("VAD2AG0", "ICN"), ("VAD4870", "K07"),
            ("VAF8010", "SPN"), ("VAF8010", "ICN"),
        ])
    func missing(code: String, item: String) throws {
        let items = code.hasPrefix("VAF") ? Samples.tax : code == "VAD4870" ? Samples.inspection : Samples.lane
        let body = try Samples.output(code, items)
        var bytes = try body.encoded()
        let form = try #require(VNACCSForm.output(code))
        let position = try #require(form.table.position(of: item, 1))
        let line = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)[position + 1]
        for index in line.dropLast().indices { bytes[index] = 0x20 }
        let error = try Samples.error(bytes)
        #expect(error.code == .missingItem)
        #expect(error.field == item)
        #expect(error.line == position + 2)
    }

    @Test("Outputs of one input have different ids; the same output has the same")
    func ids() throws {
        let messages = [
            try Samples.output("VAD2AC0", Samples.lane), try Samples.output("VAD2AG0", Samples.lane),
            try Samples.output("VAF8010", Samples.tax), try Samples.output("VAD4870", Samples.inspection),
            try Samples.output("VAD2AC0", type: .accumulated, Samples.lane), Samples.idc,
            VNACCSMessage(result: .accepted, answering: Samples.header("IDC"), at: Samples.centreTime),
        ]
        let ids = try messages.map { try only($0).id }
        #expect(Set(ids).count == messages.count)
        #expect(try messages.map { try only($0).id } == ids)
        for id in ids { #expect(id.utf8.allSatisfy { (0x21...0x7E).contains($0) }) }
    }

    @Test(
        "Outputs whose form is not known are refused by their code",
        arguments: ["VAD4190", "VAD3AG0", "VRD1AC0", "VAE4740", ""])
    func unknown(_ code: String) throws {
        var header = Samples.header("IDC").answered(as: .print, code: code, at: Samples.centreTime)
        header.dataType = .screen
        let error = try Samples.error(try Samples.raw(header, Array("100000000010\r\n".utf8)))
        #expect(error.code == .unknownForm)
        #expect(error.offset == 8)
    }

    @Test("A part of a divided message is refused, a message that is one part is not")
    func divisions() throws {
        var message = try Samples.output("VAD2AC0", Samples.lane)
        for (division, isLast, isWhole) in [
            ("", false, true), ("", true, true), ("000", true, true), ("000", false, false), ("001", false, false),
            ("xyz", true, false),
        ] {
            message.header.division = division
            message.header.isLastPart = isLast
            let bytes = try message.encoded()
            if isWhole {
                #expect(try Samples.decode(bytes).events.count == 1)
            } else {
                let error = try Samples.error(bytes)
                #expect(error.code == .badHeader)
                #expect(error.field == "division number")
            }
        }
    }
}
