import Bus
import Events
import Testing

@testable import Adapters

struct TreasuryCodecTests {
    private let sent = EPaymentSamples.time("2025-03-14T16:05:00+07:00")

    @Test func aCreditAdviceIsAnEventForEachRow() throws {
        let message = try TreasurySamples.decode(TreasurySamples.credit)
        #expect(message.form == "910")
        #expect(message.correlation == "202503140000001")
        #expect(message.sender == "KB0061")
        #expect(message.receiver == "HQ01")
        #expect(message.events.map(\.id) == (1...3).map { "treasury:KB0061:202503140000001:\($0)" })
        #expect(message.events.map(\.partitionKey) == ["10000000001", "10000000002", "treasury:202503140000001"])
        #expect(message.events.map(\.subject) == ["100000000010", "100000000021", nil])
        #expect(message.events.allSatisfy { $0.time == sent })
        #expect(
            try TreasuryAdvised(json: message.events[0].data)
                == TreasuryAdvised(
                    declaration: DeclarationNumber("100000000010"), direction: .credit,
                    reference: "202503140000001/1", voucher: "NA25/0000123", amount: try #require(Amount("1500000")), subItem: "1901",
                    account: "711101054321", treasury: "0061",
                    posted: EPaymentSamples.time("2025-03-14T00:00:00+07:00")))
        #expect(
            try TreasuryAdvised(json: message.events[1].data)
                == TreasuryAdvised(
                    declaration: DeclarationNumber("100000000021"), direction: .credit,
                    reference: "202503140000001/2", voucher: "202503140000001/2", amount: try #require(Amount("20.5")),
                    account: "711111054321", posted: sent))
        #expect(message.events[2].data["declaration"] == nil)
    }

    @Test func aDebitAdvice() throws {
        let text = TreasurySamples.credit.replacing("<TRAN_CODE>910", with: "<TRAN_CODE>900")
        let message = try TreasurySamples.decode(text)
        #expect(message.events.allSatisfy { $0.data["direction"] == "debit" })
    }

    @Test func aVoucherListNamesTheSameVoucherAsTheAdviceAndThePayment() throws {
        let message = try TreasurySamples.decode(TreasurySamples.vouchers)
        #expect(message.form == "299")
        let listed = try VoucherListed(json: message.events[0].data)
        #expect(
            listed
                == VoucherListed(
                    declaration: DeclarationNumber("100000000010"), reference: "202503140000001/1",
                    voucher: "NA25/0000123", amount: try #require(Amount("1500000")), account: "711101054321",
                    subItem: "1901", taxpayer: "0100000001", posted: EPaymentSamples.time("2025-03-14T00:00:00+07:00")))
        let advised = try TreasuryAdvised(json: TreasurySamples.decode(TreasurySamples.credit).events[0].data)
        #expect(listed.voucher == advised.voucher)
        let paid = try PaymentMade(json: EPaymentSamples.decode(EPaymentSamples.payment).events[0].data)
        #expect(listed.voucher == "\(paid.voucherSeries)/\(paid.voucherNumber)")
        #expect(message.events[1].data["voucher"] == "/9")
        #expect(message.events[1].partitionKey == "treasury:202503140000001")
    }

    @Test func rowsAreNumberedThroughAllMasters() throws {
        let text = TreasurySamples.credit.replacing("</ROW><ROW><TKKT_ID>", with: "</ROW></MASTER><MASTER><ROW><TKKT_ID>")
        #expect(try TreasurySamples.decode(text) == TreasurySamples.decode(TreasurySamples.credit))
    }

    @Test(arguments: [
        ("71111054321", "7111", nil, "1054321", nil),
        ("711101054321", "7111", "0", "1054321", nil),
        ("7111105432100123", "7111", nil, "1054321", "00123"),
        ("71110105432100123", "7111", "0", "1054321", "00123"),
        ("9523.4.1234567", "9523", "4", "1234567", nil),
        ("9523.1234567", "9523", nil, "1234567", nil),
        ("9523.4.1234567.00001", "9523", "4", "1234567", "00001"),
    ] as [(String, String, String?, String, String?)])
    func accounts(text: String, natural: String, level: String?, unit: String, programme: String?) throws {
        let account = try #require(TreasuryAccount(text))
        #expect(account.natural == natural)
        #expect(account.budgetLevel == level)
        #expect(account.unit == unit)
        #expect(account.programme == programme)
        #expect(account.description == text.replacing(".", with: ""))
    }

    @Test(arguments: ["", "7111", "7111010543210", "71110105432A", "95234.1234567", "9523..41234567", ".95234123456.7", "９523412345"])
    func otherNumbersAreNoAccounts(text: String) {
        #expect(TreasuryAccount(text) == nil)
    }

    @Test func writtenMessagesAreReadBack() throws {
        let number = try #require(DeclarationNumber("100000000010"))
        let day = EPaymentSamples.time("2025-03-14T00:00:00+07:00")
        let amount = try #require(Amount("99999999999999999999.9999"))
        var message = TreasuryMessage(
            senderCode: "KB0061", senderName: "<A>", receiverCode: "HQ01", id: "1", sent: sent,
            body: .credit([
                TreasuryRow(
                    voucherSign: "NA25", voucherNumber: "1", posted: day, declaration: number, account: "711101054321",
                    treasury: "0061", amount: amount, remark: "a & b")
            ]))
        let codec = TreasuryCodec()
        let credit = try TreasuryAdvised(json: codec.decode(message.encoded(), received: day).events[0].data)
        #expect(credit.amount == amount)
        #expect(credit.declaration == number)
        #expect(credit.voucher == "NA25/1")
        message.body = .debit([TreasuryRow(amount: amount)])
        #expect(try codec.decode(message.encoded(), received: day).events[0].data["direction"] == "debit")
        message.body = .voucherList([
            VoucherRow(
                sign: "NA25", number: "1", issued: day, posted: day, declaration: number, taxpayer: "0100000001",
                subItem: "1901", account: "711101054321", amount: amount)
        ])
        let listed = try codec.decode(message.encoded(), received: day)
        #expect(try VoucherListed(json: listed.events[0].data).voucher == credit.voucher)
        #expect(listed.form == "299")
    }
}
