import Bus
import Events
import Testing

@testable import Adapters

struct EPaymentAnswerTests {
    private let codec = EPaymentCodec()
    private let time = EPaymentSamples.time("2025-03-14T23:30:00+07:00")

    @Test func anAcceptanceIsAMessage200() throws {
        let message = try EPaymentSamples.decode(EPaymentSamples.payment)
        let answer = codec.acceptance(of: message, at: time)
        #expect(answer.status == 200)
        #expect(answer.contentType == "text/xml; charset=utf-8")
        let root = try XMLDocumentReader.parse(answer.body)
        #expect(root.child("Header")?.child("Message_Type")?.text == "200")
        #expect(root.child("Header")?.child("Request_ID")?.text == message.correlation)
        #expect(root.child("Data")?.child("So_TN_CT")?.text == message.acceptance)
        #expect(root.child("Data")?.child("Ngay_TN_CT")?.text == "2025-03-14")
        #expect(root.child("Error")?.child("ErrorNumber")?.text == "0")
        #expect(try codec.decode(answer.body, received: time).events[0].data["acceptance"]?.string == message.acceptance)
        #expect(codec.acceptance(of: try EPaymentSamples.decode(EPaymentSamples.payment), at: time) == answer)
    }

    @Test(arguments: [
        (AdapterError.Code.empty, 400, "1001"), (.tooLarge, 413, "1002"), (.badEncoding, 400, "1003"),
        (.notWellFormed, 400, "1004"), (.doctypeRefused, 400, "1005"), (.limitExceeded, 413, "1006"),
        (.unknownForm, 422, "2001"), (.badItem, 422, "2002"), (.itemTooLong, 422, "2003"), (.missingItem, 422, "2004"),
        (.identifierReused, 422, "2005"), (.receiverClosed, 503, "9001"), (.notStored, 503, "9002"),
    ])
    func aRefusalIsAMessage299(code: AdapterError.Code, status: Int, number: String) throws {
        let error = AdapterError(code, form: "301", field: "GNT_CT/So_TK", problem: "<why> & \"how\"")
        let answer = codec.refusal(error, of: Array(EPaymentSamples.payment.utf8), at: time)
        #expect(answer.status == status)
        let root = try XMLDocumentReader.parse(answer.body)
        #expect(root.child("Header")?.child("Message_Type")?.text == "299")
        #expect(root.child("Header")?.child("Request_ID")?.text == "5f0c1a52-7d3e-4b8f-9a41-000000000001")
        #expect(root.child("Error")?.child("ErrorNumber")?.text == number)
        #expect(root.child("Error")?.child("ErrorMessage")?.text.contains("<why> & \"how\"") == true)
        #expect(try codec.decode(answer.body, received: time).events[0].data["code"]?.string == number)
    }

    @Test(arguments: [[], [0xFF, 0x00], Array("<Customs><Header><Transaction_ID>&lt;x&gt; y</Transaction_ID></Header></Customs>".utf8)])
    func whatIsNoMessageIsRefusedWithoutARequest(bytes: [UInt8]) throws {
        let answer = codec.refusal(AdapterError(.notWellFormed, problem: "x"), of: bytes, at: time)
        #expect(try XMLDocumentReader.parse(answer.body).child("Header")?.child("Request_ID") == nil)
    }

    @Test func aClosedReceiverSaysWhyAndUntilWhen() throws {
        let reason = "</ErrorMessage><Data>chuyển đổi & nâng cấp"
        let bytes = Array(EPaymentSamples.payment.utf8)
        let answer = codec.closed(reason: reason, reopening: EPaymentSamples.time("2025-03-15T05:00:00+07:00"), of: bytes, at: time)
        #expect(answer.status == 503)
        let error = try #require(try XMLDocumentReader.parse(answer.body).child("Error"))
        #expect(error.child("ErrorNumber")?.text == "9001")
        let text = try #require(error.child("ErrorMessage")?.text)
        #expect(text.contains(reason))
        #expect(text.contains("2025-03-15T05:00:00+07:00"))
        let open = codec.closed(reason: reason, reopening: nil, of: bytes, at: time)
        #expect(String(decoding: open.body, as: UTF8.self).contains("reopening not known"))
    }
}
