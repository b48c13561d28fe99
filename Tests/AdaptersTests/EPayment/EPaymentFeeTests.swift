import Bus
import Events
import Testing

@testable import Adapters

/// Fees (302), guarantees that name no declaration (402, 403), and what takes each of them back (501 to 506).
struct EPaymentFeeTests {
    private static let slip = """
        <Ma_NH_PH>01201001</Ma_NH_PH><Ma_DV>0100000001</Ma_DV><Ma_KB>0061</Ma_KB><TKKB>351101054321</TKKB>\
        <KyHieu_CT>LP25</KyHieu_CT><So_CT>0000200</So_CT><Ngay_CT>2025-03-14</Ngay_CT><SoTien_TO>60000</SoTien_TO>
        """

    private static func paid(_ number: String, _ amount: String) -> String {
        """
        <GNT_CT><TTButToan>1</TTButToan><Ma_HQ>03EE</Ma_HQ><So_TK>\(number)</So_TK>\
        <ToKhai_CT><Ma_ST>LP</Ma_ST><NDKT>2663</NDKT><SoTien>\(amount)</SoTien></ToKhai_CT></GNT_CT>
        """
    }

    private static let guarantee = """
        <Ma_DV>0100000001</Ma_DV><KyHieu_CT>BLC</KyHieu_CT><So_CT>9</So_CT><Ngay_HL>2025-03-14</Ngay_HL>\
        <Ngay_HHL>2025-09-14</Ngay_HHL><SoTien>5000000000</SoTien>
        """

    @Test func aFeePaymentNamesADeclarationOrANumberThatStandsForMany() throws {
        let text = EPaymentSamples.message(
            EPaymentSamples.header(type: "302"), Self.slip + Self.paid("100000000010", "20000") + Self.paid("DD-2025-7", "40000"))
        let message = try EPaymentSamples.decode(text)
        let number = try #require(message.acceptance)
        #expect(message.events.map(\.type) == [FeePaid.type, FeePaid.type])
        #expect(message.events.map(\.partitionKey) == ["10000000001", message.correlation])
        let first = try FeePaid(json: message.events[0].data)
        #expect(first.declaration?.rawValue == "100000000010")
        #expect(first.total == Amount("20000"))
        #expect(first.acceptance == number)
        #expect(first.lines == [TaxLine(tax: "LP", subItem: "2663", amount: try #require(Amount("20000")))])
        let second = try FeePaid(json: message.events[1].data)
        #expect(second.declaration == nil)
        #expect(second.number == "DD-2025-7")
        #expect(second.part == "2")
    }

    @Test func aFeePaymentWhosePartsDoNotAddUpIsRefused() {
        let text = EPaymentSamples.message(
            EPaymentSamples.header(type: "302"), Self.slip + Self.paid("100000000010", "20000"))
        let error = #expect(throws: AdapterError.self) { try EPaymentSamples.decode(text) }
        #expect(error?.field == "SoTien_TO")
    }

    @Test func aWrittenFeePaymentIsReadBack() throws {
        let line = TaxLine(tax: "LP", subItem: "2663", amount: try #require(Amount("20000")))
        let date = EPaymentSamples.time("2025-03-14T00:00:00+07:00")
        let message = EPaymentMessage(
            senderCode: "01201001", transaction: "t-2", sent: date,
            body: .feePayment(
                Payment302(
                    taxpayer: "0100000001", treasury: "0061", account: "351101054321", voucherSeries: "LP",
                    voucherNumber: "7", voucherDate: date, total: line.amount,
                    paid: [Payment302.Paid(office: "03EE", number: "100000000010", lines: [line])])))
        let event = try EPaymentCodec().decode(message.encoded(), received: date).events[0]
        let fee = try FeePaid(json: event.data)
        #expect(fee.lines == [line])
        #expect(fee.voucherDate == date)
        #expect(fee.bank == "01201001")
    }

    @Test func aGeneralGuaranteeNamesNoDeclaration() throws {
        let message = try EPaymentSamples.decode(EPaymentSamples.message(EPaymentSamples.header(type: "402"), Self.guarantee))
        let number = try #require(message.acceptance)
        #expect(message.events.map(\.partitionKey) == ["epayment:\(number)"])
        let opened = try GuaranteeOpened(json: message.events[0].data)
        #expect(opened.scope == .general)
        #expect(opened.amount == Amount("5000000000"))
        #expect(opened.voucherNumber == "9")
    }

    @Test func aGuaranteeForAShipmentNamesInvoiceAndBillsOfLading() throws {
        let shipment = """
            <Ma_HQ_KB>03EE</Ma_HQ_KB><So_HD>INV-7</So_HD><So_VD_01>BL1</So_VD_01><Ngay_VD_01>2025-03-01</Ngay_VD_01>\
            <So_VD_02/><So_VD_03>BL3</So_VD_03>
            """
        let header = EPaymentSamples.header(type: "403")
        let event = try EPaymentSamples.decode(EPaymentSamples.message(header, Self.guarantee + shipment)).events[0]
        let opened = try GuaranteeOpened(json: event.data)
        #expect(opened.scope == .shipment)
        #expect(opened.office == "03EE")
        #expect(opened.invoice == "INV-7")
        #expect(opened.billsOfLading == ["BL1", "BL3"])
        let error = #expect(throws: AdapterError.self) {
            try EPaymentSamples.decode(EPaymentSamples.message(header, Self.guarantee))
        }
        #expect(error?.field == "So_HD")
    }

    @Test(arguments: ["401", "402", "403"])
    func aGuaranteeThatEndsBeforeItBeginsIsRefused(type: String) {
        let text = EPaymentSamples.message(
            EPaymentSamples.header(type: type),
            "<Ma_HQ>03EE</Ma_HQ><So_TK>100000000010</So_TK><So_HD>1</So_HD>"
                + Self.guarantee.replacing("2025-09-14", with: "2025-03-13"))
        let error = #expect(throws: AdapterError.self) { try EPaymentSamples.decode(text) }
        #expect(error?.field == "Ngay_HHL")
    }

    @Test(arguments: Cancel501.Cancelled.allCases)
    func eachIsTakenBackByItsOwnMessage(cancelled: Cancel501.Cancelled) throws {
        let message = EPaymentMessage(
            senderCode: "1", transaction: "t-3", sent: EPaymentSamples.time("2025-03-14T22:58:31+07:00"),
            body: .cancellation(Cancel501(acceptance: "9", of: cancelled)))
        let decoded = try EPaymentCodec().decode(message.encoded(), received: EPaymentSamples.received)
        let numbers = ["301": "501", "302": "502", "303": "503", "401": "504", "402": "505", "403": "506"]
        #expect(decoded.form == numbers[cancelled.rawValue])
        let event = try #require(decoded.events.first)
        #expect(event.partitionKey == "epayment:9")
        if cancelled.rawValue.hasPrefix("3") {
            #expect(try PaymentCancelled(json: event.data).acceptance == "9")
            #expect(event.type == PaymentCancelled.type)
        } else {
            #expect(try GuaranteeCancelled(json: event.data).acceptance == "9")
            #expect(event.type == GuaranteeCancelled.type)
        }
    }
}
