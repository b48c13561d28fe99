import Bus
import Events
import Testing

@testable import Adapters

struct EDocCodecTests {
    @Test(arguments: [EDocSamples.document, EDocSamples.older, EDocSamples.flat])
    func aDocumentInEachVariant(text: String) throws {
        let message = try EDocSamples.decode(text)
        #expect(message.form == "edXML")
        #expect(message.correlation == "000.00.18.G12/00012-2025")
        #expect(message.sender == "000.00.18.G12")
        #expect(message.receiver == "000.00.19.G12")
        let event = try #require(message.events.first)
        #expect(message.events.count == 1)
        #expect(event.id == "edoc:000.00.18.G12:00012-2025:0")
        #expect(event.partitionKey == "10000000001")
        #expect(event.subject == "100000000010")
        #expect(event.time == EPaymentSamples.time("2025-03-14T10:30:00+07:00"))
        #expect(
            try DocumentReceived(json: event.data)
                == DocumentReceived(
                    declaration: DeclarationNumber("100000000010"), document: "000.00.18.G12/00012-2025",
                    organ: "000.00.18.G12", code: "62/CHQ-CNTT", purpose: .dossier,
                    promulgated: EPaymentSamples.time("2025-03-12T00:00:00+07:00")))
    }

    @Test func aDocumentWithoutADeclarationSharesItsKeyWithItsStatuses() throws {
        let document = try EDocSamples.decode(EDocSamples.document(EDocSamples.header(subject: "Công văn 62")))
        let status = try EDocSamples.decode(EDocSamples.status)
        #expect(document.events[0].subject == nil)
        #expect(document.events[0].partitionKey == "edoc:000.00.18.G12/00012-2025")
        #expect(document.events[0].partitionKey == status.events[0].partitionKey)
        #expect(document.events[0].data["document"] == status.events[0].data["document"])
    }

    @Test func aStatus() throws {
        let message = try EDocSamples.decode(EDocSamples.status)
        #expect(message.form == "Status")
        let event = message.events[0]
        #expect(event.id == "edoc:status:000.00.19.G12:000.00.18.G12/00012-2025:03:20250314103100")
        #expect(event.time == EPaymentSamples.time("2025-03-14T10:31:00+07:00"))
        #expect(
            try DocumentStatusChanged(json: event.data)
                == DocumentStatusChanged(
                    document: "000.00.18.G12/00012-2025", organ: "000.00.19.G12", status: "03", reported: event.time))
    }

    @Test(arguments: [
        ("Biên bản kiểm tra hàng hóa tờ khai 100000000010", "Công văn", DocumentPurpose.inspectionRecord),
        ("Tờ khai 100000000010", "BIÊN BẢN KIỂM TRA", .inspectionRecord),
        ("Đề nghị hủy tờ khai 100000000010", "Công văn", .cancellation),
        ("Đề nghị huỷ tờ khai 100000000010", "Công văn", .cancellation),
        ("Bổ sung hồ sơ tờ khai 100000000010", "Công văn", .dossier),
        ("Biên bản bàn giao", "Biên bản", .letter),
        ("Thông báo đổi tên", "Công văn", .letter),
    ])
    func purposes(subject: String, type: String, purpose: DocumentPurpose) throws {
        let text = EDocSamples.document(EDocSamples.header(subject: subject, type: type))
        #expect(try DocumentReceived(json: EDocSamples.decode(text).events[0].data).purpose == purpose)
    }

    @Test func theDeclarationMayStandInContent() throws {
        let text = EDocSamples.document.replacing("Hồ sơ tờ khai số 100000000010", with: "Hồ sơ")
            .replacing("Kính gửi", with: "của tờ khai: 200000000020")
        #expect(try EDocSamples.decode(text).events[0].subject == "200000000020")
    }

    @Test func businessTimeFallsBack() throws {
        let untraced = EDocSamples.document(EDocSamples.header(), traces: "")
        #expect(try EDocSamples.decode(untraced).events[0].time == EPaymentSamples.time("2025-03-12T00:00:00+07:00"))
        let undated = untraced.replacing("<PromulgationDate>2025/03/12</PromulgationDate>", with: "")
        #expect(try EDocSamples.decode(undated).events[0].time == EDocSamples.received)
    }

    @Test func anUpdateOfADocumentIsAnotherEvent() throws {
        let update = EDocSamples.document.replacing("<BussinessDocType>0", with: "<BussinessDocType>2")
        #expect(try EDocSamples.decode(update).events[0].id == "edoc:000.00.18.G12:00012-2025:2")
    }

    @Test func writtenMessagesAreReadBack() throws {
        let document = EDocDocument(
            from: EDocOrgan(id: "000.00.18.G12", name: "A & B", email: "a@b.vn"),
            to: [EDocOrgan(id: "000.00.19.G12"), EDocOrgan(id: "000.00.20.G12")], id: "0001", codeNumber: "62",
            codeNotation: "CHQ<1>", place: "Hà Nội", promulgated: EPaymentSamples.time("2025-03-12T00:00:00+07:00"),
            typeName: "Biên bản kiểm tra", subject: "Tờ khai 100000000010", content: "x", business: .replacement,
            traces: [EDocTrace(organ: "000.00.18.G12", time: EDocSamples.received)],
            attachments: [EDocAttachment(id: "1", name: "a.zip", bytes: [0x50, 0x4B, 0x03, 0x04])])
        let message = try EDocCodec().decode(document.encoded(), received: EDocSamples.received)
        let event = try DocumentReceived(json: message.events[0].data)
        #expect(event.code == "62/CHQ<1>")
        #expect(event.purpose == .inspectionRecord)
        #expect(message.events[0].id == "edoc:000.00.18.G12:0001:3")
        #expect(message.events[0].time == EDocSamples.received)
        let text = String(decoding: document.encoded(), as: UTF8.self)
        #expect(text.contains("<edXML:ContentTransferEncoded>UEsDBA==</edXML:ContentTransferEncoded>"))

        let status = EDocStatus(
            organ: "000.00.18.G12", document: "0001", from: EDocOrgan(id: "000.00.19.G12"), code: "06",
            description: "xong", reported: EDocSamples.received)
        let reported = try EDocCodec().decode(status.encoded(), received: EDocSamples.received)
        #expect(reported.events[0].data["status"] == "06")
        #expect(reported.events[0].data["document"] == message.events[0].data["document"])
    }

    @Test func base64KnowsItsOwn() {
        for count in 0..<40 {
            let text = Base64.encode(Array(repeating: 0xA5, count: count))
            #expect(Base64.decodedCount(of: Array(text.utf8).span) == count)
        }
        #expect(Base64.encode(Array("Hải".utf8)) == "SOG6o2k=")
        for text in ["A", "AB", "ABC", "AB=C", "A===", "AB==AB==", "AB-_", "ABCDE==="] {
            #expect(Base64.decodedCount(of: Array(text.utf8).span) == nil)
        }
        #expect(Base64.decodedCount(of: Array("QU\r\nJD QQ==\n".utf8).span) == 4)
    }
}
