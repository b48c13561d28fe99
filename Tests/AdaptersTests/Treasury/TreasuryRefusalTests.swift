import Bus
import Events
import Testing

@testable import Adapters

struct TreasuryRefusalTests {
    private let time = EPaymentSamples.time("2025-03-14T23:30:00+07:00")

    struct Damage: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        var code: AdapterError.Code
        var field: String?

        init(_ old: String, _ new: String, _ code: AdapterError.Code, _ field: String?) {
            self.old = old
            self.new = new
            self.code = code
            self.field = field
        }

        var testDescription: String { "\(old) -> \(new)" }
    }

    @Test(arguments: [
        Damage("<SO_TK>100000000010", "<SO_TK>10000000001", .badItem, "ROW/SO_TK"),
        Damage("to khai so 100000000021", "to khai so 10000000002", .badItem, "ROW/DIEN_GIAI"),
        Damage("<SO_TIEN>1500000", "<SO_TIEN>-1500000", .badItem, "ROW/SO_TIEN"),
        Damage("<SO_TIEN>1500000</SO_TIEN>", "", .missingItem, "ROW/SO_TIEN"),
        Damage("7111.0.1054321", "7111.0.105432", .badItem, "ROW/TKKB"),
        Damage("<MA_QUY_ID>01", "<MA_QUY_ID>1", .badItem, "ROW/MA_QUY_ID"),
        Damage("<NDKT_ID>1901", "<NDKT_ID>19011", .badItem, "ROW/NDKT_ID"),
        Damage("<KB_ID>0061", "<KB_ID>61", .badItem, "ROW/KB_ID"),
        Damage("<NGAY_HT>14-03-2025", "<NGAY_HT>2025-03-14", .badItem, "ROW/NGAY_HT"),
        Damage("14-03-2025 16:05:00", "14-03-2025", .badItem, "SEND_DATE"),
        Damage("<MSG_ID>202503140000001</MSG_ID>", "", .missingItem, "MSG_ID"),
        Damage("<SENDER_CODE>KB0061</SENDER_CODE>", "", .missingItem, "SENDER_CODE"),
        Damage("<TRAN_CODE>910", "<TRAN_CODE>103", .unknownForm, "TRAN_CODE"),
        Damage("<TRAN_CODE>910", "<TRAN_CODE>196", .unknownForm, "TRAN_CODE"),
        Damage("<TRAN_CODE>910</TRAN_CODE>", "", .missingItem, "TRAN_CODE"),
        Damage("<BODY>", "<BODY/><BODY>", .badItem, "BODY"),
        Damage("ROW", "LINE", .missingItem, "ROW"),
        Damage("DATA", "DATEN", .unknownForm, nil),
    ])
    func damagedAdvicesAreRefusedByName(damage: Damage) throws {
        let text = TreasurySamples.credit.replacing(damage.old, with: damage.new)
        #expect(text != TreasurySamples.credit)
        let error = try #require(throws: AdapterError.self) { try TreasurySamples.decode(text) }
        #expect(error.code == damage.code)
        #expect(error.field == damage.field)
        #expect(error.offset != nil)
    }

    @Test func otherFreeFormatsAreUnknown() throws {
        let text = TreasurySamples.vouchers.replacing("04/BK-CTNNS", with: "F20")
        #expect(try #require(throws: AdapterError.self) { try TreasurySamples.decode(text) }.code == .unknownForm)
    }

    @Test func rowsHaveALimit() throws {
        let row = "<ROW><SO_TIEN>1</SO_TIEN></ROW>"
        let most = TreasurySamples.message("910", String(repeating: row, count: TreasuryTables.maximumRows))
        #expect(try TreasurySamples.decode(most).events.count == TreasuryTables.maximumRows)
        let over = TreasurySamples.message("910", String(repeating: row, count: TreasuryTables.maximumRows + 1))
        #expect(try #require(throws: AdapterError.self) { try TreasurySamples.decode(over) }.code == .limitExceeded)
    }

    @Test func anAcceptanceGoesBackTheOtherWay() throws {
        let answer = TreasuryCodec().acceptance(of: try TreasurySamples.decode(TreasurySamples.credit), at: time)
        #expect(answer.status == 200)
        let header = try #require(try XMLDocumentReader.parse(answer.body).child("HEADER"))
        #expect(header.child("TRAN_CODE")?.text == "196")
        #expect(header.child("SENDER_CODE")?.text == "HQ01")
        #expect(header.child("RECEIVER_CODE")?.text == "KB0061")
        #expect(header.child("MSG_REFID")?.text == "202503140000001")
        #expect(header.child("ERROR_CODE")?.text == "0")
        #expect(header.child("SEND_DATE")?.text == "14-03-2025 23:30:00")
    }

    @Test func aRefusalNamesTheMessageAndEscapesTheReason() throws {
        let error = AdapterError(.badItem, form: "910", field: "ROW/SO_TK", problem: "</ERROR_DESC>&")
        let answer = TreasuryCodec().refusal(error, of: Array(TreasurySamples.credit.utf8), at: time)
        #expect(answer.status == 422)
        let header = try #require(try XMLDocumentReader.parse(answer.body).child("HEADER"))
        #expect(header.child("MSG_REFID")?.text == "202503140000001")
        #expect(header.child("ERROR_CODE")?.text == "2002")
        #expect(header.child("ERROR_DESC")?.text.contains("</ERROR_DESC>&") == true)
    }

    @Test func aClosedReceiverSaysWhyAndUntilWhen() throws {
        let answer = TreasuryCodec(ownCode: "HQ77").closed(
            reason: "chuyển đổi", reopening: EPaymentSamples.time("2025-03-15T05:00:00+07:00"), of: [], at: time)
        #expect(answer.status == 503)
        let header = try #require(try XMLDocumentReader.parse(answer.body).child("HEADER"))
        #expect(header.child("SENDER_CODE")?.text == "HQ77")
        #expect(header.child("MSG_REFID") == nil)
        #expect(header.child("ERROR_DESC")?.text.contains("2025-03-15T05:00:00+07:00") == true)
    }
}
