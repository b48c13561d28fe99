import Bus
import Events
import Testing

@testable import Adapters

struct EDocAnswerTests {
    private let codec = EDocCodec()
    private let time = EPaymentSamples.time("2025-03-14T23:30:00+07:00")

    private func status(_ answer: NativeAnswer) throws -> XMLNode {
        #expect(answer.contentType == "text/xml; charset=utf-8")
        let root = try XMLDocumentReader.parse(answer.body)
        return try #require(root.child("edXMLEnvelope")?.child("edXMLHeader")?.child("Status"))
    }

    @Test func anAcceptanceSaysReceived() throws {
        let answer = codec.acceptance(of: try EDocSamples.decode(EDocSamples.document), at: time)
        #expect(answer.status == 200)
        let status = try status(answer)
        #expect(status.child("StatusCode")?.text == "03")
        #expect(status.child("ResponseFor")?.child("OrganId")?.text == "000.00.18.G12")
        #expect(status.child("ResponseFor")?.child("DocumentId")?.text == "00012-2025")
        #expect(status.child("From")?.child("OrganId")?.text == "000.00.19.G12")
        #expect(status.child("Timestamp")?.text == "2025/03/14 23:30:00")
        #expect(try codec.decode(answer.body, received: time).events[0].data["status"] == "03")
    }

    @Test func aRefusalSaysWhy() throws {
        let error = AdapterError(.badItem, form: "edXML", field: "Subject", problem: "<b>&")
        let answer = codec.refusal(error, of: Array(EDocSamples.document.utf8), at: time)
        #expect(answer.status == 422)
        let status = try status(answer)
        #expect(status.child("StatusCode")?.text == "02")
        #expect(status.child("Description")?.text.contains("<b>&") == true)
        #expect(status.child("ResponseFor")?.child("DocumentId")?.text == "00012-2025")
    }

    @Test func whatIsNoMessageIsRefusedByTheOwnOrgan() throws {
        let codec = EDocCodec(own: EDocOrgan(id: "000.00.77.G12"))
        let answer = codec.refusal(AdapterError(.empty, problem: "x"), of: [0x00], at: time)
        #expect(answer.status == 400)
        #expect(try status(answer).child("From")?.child("OrganId")?.text == "000.00.77.G12")
        #expect(try status(answer).child("ResponseFor")?.child("DocumentId") == nil)
    }

    @Test func aClosedReceiverSaysWhyAndUntilWhen() throws {
        let answer = codec.closed(
            reason: "</Description>đổi tên đơn vị", reopening: EPaymentSamples.time("2025-03-15T05:00:00+07:00"),
            of: Array(EDocSamples.status.utf8), at: time)
        #expect(answer.status == 503)
        let status = try status(answer)
        #expect(status.child("StatusCode")?.text == "02")
        let text = try #require(status.child("Description")?.text)
        #expect(text.contains("</Description>đổi tên đơn vị"))
        #expect(text.contains("2025-03-15T05:00:00+07:00"))
    }
}
