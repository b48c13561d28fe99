import Bus
import Events
import Testing

@testable import Adapters

struct EPaymentCodecTests {
    @Test func aPaymentForTwoDeclarationsIsTwoEvents() throws {
        let message = try EPaymentSamples.decode(EPaymentSamples.payment)
        #expect(message.form == "301")
        #expect(message.correlation == "5f0c1a52-7d3e-4b8f-9a41-000000000001")
        #expect(message.sender == "01201001")
        let number = try #require(message.acceptance)
        #expect(message.events.map(\.id) == [
            "epayment:5f0c1a52-7d3e-4b8f-9a41-000000000001:1", "epayment:5f0c1a52-7d3e-4b8f-9a41-000000000001:2",
        ])
        #expect(message.events.map(\.partitionKey) == ["10000000001", "10000000002"])
        #expect(message.events.map(\.subject) == ["100000000010", "100000000021"])
        #expect(message.events.allSatisfy { $0.type == PaymentMade.type && $0.source == "/vn/customs/epayment" })
        #expect(message.events.allSatisfy { $0.time == EPaymentSamples.time("2025-03-14T22:58:31+07:00") })
        let first = try PaymentMade(json: message.events[0].data)
        #expect(
            first
                == PaymentMade(
                    declaration: try #require(DeclarationNumber("100000000010")), acceptance: number,
                    part: "1", transaction: message.correlation, bank: "01201001", taxpayer: "0100000001", office: "03EE",
                    kind: "A11", treasury: "0061", account: "711101054321", voucherSeries: "NA25",
                    voucherNumber: "0000123", voucherDate: EPaymentSamples.time("2025-03-13T00:00:00+07:00"),
                    total: try #require(Amount("1500000.5")),
                    lines: [
                        TaxLine(tax: "NK", subItem: "1901", amount: try #require(Amount("1000000"))),
                        TaxLine(tax: "VA", subItem: "1702", amount: try #require(Amount("500000.5"))),
                    ]))
        let second = try PaymentMade(json: message.events[1].data)
        #expect(second.part == "2")
        #expect(second.total == Amount("150000"))
        #expect(second.kind == nil)
        #expect(second.lines == [TaxLine(tax: nil, subItem: "1901", amount: try #require(Amount("150000")))])
    }

    @Test func theSameMessageGivesTheSameEventsWheneverItComes() throws {
        let bytes = Array(EPaymentSamples.payment.utf8)
        let codec = EPaymentCodec()
        #expect(
            try codec.decode(bytes, received: EPaymentSamples.received)
                == codec.decode(bytes, received: Timestamp(milliseconds: 0)))
        #expect(try codec.decode(bytes, received: EPaymentSamples.received).acceptance == "483318871341503715")
    }

    @Test func theBankIsTheSenderWhenItIsNotNamed() throws {
        let text = EPaymentSamples.payment.replacing("<Ma_NH_PH>01201001</Ma_NH_PH>", with: "")
            .replacing("<Sender_Code>01201001", with: "<Sender_Code>79")
        #expect(try EPaymentSamples.decode(text).events[0].data["bank"] == "79")
    }

    @Test func prefixesWhiteSpaceOrderAndUnknownElementsDoNotMatter() throws {
        let expected = try EPaymentSamples.decode(EPaymentSamples.payment)
        let prefixed = EPaymentSamples.payment.replacing("</", with: "\u{1}").replacing("<", with: "\n <c:")
            .replacing("\u{1}", with: "</c:")
        #expect(try EPaymentSamples.decode(prefixed) == expected)
        let extended = EPaymentSamples.message(
            EPaymentSamples.header(),
            "<Moi><So_TK>1</So_TK></Moi>" + EPaymentSamples.paymentDeclarations + EPaymentSamples.paymentData)
        #expect(try EPaymentSamples.decode(extended) == expected)
    }

    @Test func theRoundTheClockEnvelopeIsRead() throws {
        let text = EPaymentSamples.payment.replacing("<Customs>", with: "<Customs><Document>")
            .replacing("<Signature/></Customs>", with: "</Document><DigitalSignatures/></Customs>")
        #expect(try EPaymentSamples.decode(text) == EPaymentSamples.decode(EPaymentSamples.payment))
    }

    @Test func aGuarantee() throws {
        let message = try EPaymentSamples.decode(EPaymentSamples.guarantee)
        #expect(message.form == "401")
        #expect(message.events.map(\.partitionKey) == ["10000000001"])
        let guarantee = try GuaranteeRegistered(json: message.events[0].data)
        #expect(guarantee.amount == Amount("2000000"))
        #expect(guarantee.bank == "01201001")
        #expect(guarantee.acceptance == message.acceptance)
        #expect(guarantee.validTo == EPaymentSamples.time("2025-04-13T00:00:00+07:00"))
    }

    @Test func aCancellationIsKeyedByThePaymentsNumber() throws {
        let event = try EPaymentSamples.decode(EPaymentSamples.cancellation).events[0]
        #expect(event.type == PaymentCancelled.type)
        #expect(event.partitionKey == "epayment:612345678901234567")
        #expect(event.subject == nil)
        #expect(try PaymentCancelled(json: event.data).acceptance == "612345678901234567")
    }

    @Test func answersOfTheGateway() throws {
        let accepted = try EPaymentSamples.decode(EPaymentSamples.accepted).events[0]
        #expect(
            try GatewayAnswered(json: accepted.data)
                == GatewayAnswered(request: "r-1", outcome: .accepted, acceptance: "612345678901234567"))
        let refused = try EPaymentSamples.decode(EPaymentSamples.refused).events[0]
        #expect(
            try GatewayAnswered(json: refused.data) == GatewayAnswered(request: "r-1", outcome: .rejected, code: "45"))
        #expect(accepted.partitionKey == "epayment:r-1")
        let bare = EPaymentSamples.refused.replacing("<Data></Data>", with: "")
        #expect(try EPaymentSamples.decode(bare).events[0] == refused)
    }

    @Test func writtenMessagesAreReadBack() throws {
        let number = try #require(DeclarationNumber("100000000010"))
        let line = TaxLine(tax: "NK", subItem: "1901", amount: try #require(Amount("0.0001")))
        let date = EPaymentSamples.time("2025-03-14T00:00:00+07:00")
        let payment = EPaymentMessage(
            senderCode: "01201001", senderName: "A & <B>", transaction: "t-1",
            sent: EPaymentSamples.time("2025-03-14T22:58:31+07:00"),
            body: .payment(
                Payment301(
                    bank: "01201001", taxpayer: "0100000001", treasury: "0061", account: "711101054321",
                    voucherSeries: "NA<25>", voucherNumber: "1", voucherDate: date, total: line.amount,
                    declarations: [PaidDeclaration(office: "03EE", kind: "A11", year: 2025, number: number, lines: [line])])))
        let decoded = try EPaymentCodec().decode(payment.encoded(), received: EPaymentSamples.received)
        let event = try PaymentMade(json: decoded.events[0].data)
        #expect(event.lines == [line])
        #expect(event.voucherSeries == "NA<25>")
        #expect(decoded.events[0].time == payment.sent)

        var guarantee = payment
        guarantee.body = .guarantee(
            Guarantee401(
                taxpayer: "0100000001", office: "03EE", declaration: number, validFrom: date, validTo: date,
                amount: line.amount))
        #expect(
            try GuaranteeRegistered(
                json: EPaymentCodec().decode(guarantee.encoded(), received: date).events[0].data).amount == line.amount)
        var cancellation = payment
        cancellation.body = .cancellation(Cancel501(acceptance: "9"))
        #expect(
            try EPaymentCodec().decode(cancellation.encoded(), received: date).events[0].partitionKey == "epayment:9")
    }

    @Test func elementsAreWrittenInTheDocumentsOrder() {
        let message = EPaymentMessage(
            senderCode: "1", transaction: "t", sent: EPaymentSamples.time("2025-03-14T22:58:31+07:00"),
            body: .cancellation(Cancel501(acceptance: "9")))
        #expect(
            String(decoding: message.encoded(), as: UTF8.self)
                == """
                <?xml version="1.0" encoding="UTF-8"?><Customs><Header><Application_Name>Payment</Application_Name>\
                <Application_Version>3.0</Application_Version><Sender_Code>1</Sender_Code>\
                <Message_Version>3.0</Message_Version><Message_Type>501</Message_Type>\
                <Message_Name>Hủy giấy nộp tiền</Message_Name><Transaction_Date>2025-03-14T22:58:31</Transaction_Date>\
                <Transaction_ID>t</Transaction_ID></Header><Data><So_TN_CT_YCH>9</So_TN_CT_YCH></Data><Error/>\
                <Signature/></Customs>
                """)
    }
}
