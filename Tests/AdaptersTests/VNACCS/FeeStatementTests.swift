@testable import Adapters
import Bus
import Events
import Testing

/// What customs states beside the tax statement: fees (VAF803, VAF804), and tax that it has fixed itself (VAF802).
struct FeeStatementTests {
    private let fees: [String: String] = [
        "SPN": "202500000124", "IEC": "0100109106", "ICN": Samples.number, "CC1": "Lệ phí hải quan", "IM1": "20000",
        "CC2": "Phí niêm phong", "IM2": "15000", "DTM": "35000", "TAN": "351101054321", "TNM": "KBNN Hải Phòng",
        "DOP": "20250317",
    ]

    private func fee(_ code: String, _ items: [String: String]) throws -> (EventDraft, FeeAssessed) {
        let event = try #require(try Samples.decode(try Samples.output(code, items)).events.first)
        return (event, try FeeAssessed(json: event.data))
    }

    @Test("VAF804 states each fee and their total")
    func amounts() throws {
        let (event, fee) = try fee("VAF8040", fees)
        #expect(event.type == FeeAssessed.type)
        #expect(event.partitionKey == "10000000001")
        #expect(event.time == Samples.centreTime)
        #expect(fee.total == Amount("35000"))
        #expect(fee.lines.map(\.name) == ["Lệ phí hải quan", "Phí niêm phong"])
        #expect(fee.lines.map(\.amount) == [Amount("20000"), Amount("15000")])
        #expect(fee.account == "351101054321")
        #expect(fee.statement == "202500000124")
    }

    @Test("Without a total it is the sum of the fees")
    func sum() throws {
        var items = fees
        items["DTM"] = nil
        #expect(try fee("VAF8040", items).1.total == Amount("35000"))
    }

    @Test("VAF803 states that a fee is due, and no amount")
    func clearanceFee() throws {
        let items = fees.filter { !["CC1", "IM1", "CC2", "IM2", "DTM"].contains($0.key) }
        let (_, fee) = try fee("VAF8030", items)
        #expect(fee.total == nil)
        #expect(fee.lines.isEmpty)
        #expect(fee.treasuryName == "KBNN Hải Phòng")
    }

    @Test("VAF802 is a tax statement with the tax as customs fixed it")
    func fixedTax() throws {
        var items = Samples.tax
        items["IA1"] = "9000000"
        items["IQ1"] = "1000000"
        items["TDA"] = "14000000"
        items["TDQ"] = "1000000"
        let event = try #require(try Samples.decode(try Samples.output("VAF8020", items)).events.first)
        #expect(event.type == TaxAssessed.type)
        let tax = try TaxAssessed(json: event.data)
        #expect(tax.total == Amount("15000000"))
        #expect(tax.lines.map(\.amount) == [Amount("10000000"), Amount("5000000")])
    }

    @Test("An amended declaration is a registration of its version, at the time of the correction", arguments: ["VAD2AE0", "VAD3AY0"])
    func amended(code: String) throws {
        var items = Samples.lane
        items["ICN"] = "100000000011"
        items["A06"] = String(code.dropFirst(3).prefix(1))
        items["AD2"] = "20250318"
        items["AD3"] = "091500"
        items["B02"] = "17000000"
        let event = try #require(try Samples.decode(try Samples.output(code, causedBy: "IDE", items)).events.first)
        let payload = try DeclarationRegistered(json: event.data)
        #expect(payload.declaration.version == 1)
        #expect(payload.totalTax == Amount("17000000"))
        #expect(payload.registered == Timestamp(compact: "20250318091500"))
    }
}
