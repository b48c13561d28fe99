import Bus
import Consumers
import Events
import JSON
import Testing

/// What an officer reads of a declaration.
@Suite struct StoryShownTests {
    private let lab = FactLab()

    private func view(_ drafts: [EventDraft], codes: any CodesInForce = NoCatalogs()) async throws -> DeclarationView {
        let pool = Pool(codes: codes)
        try await pool.takeOneByOne(drafts)
        return try #require(await DeclarationView.load("10000000001", from: pool.ledger))
    }

    @Test func theWholeStoryWithItsMoney() async throws {
        let night = CeasedOffice(successor: "28CD", closing: EventSamples.minutes(30))
        let text = try await view(
            [
                try lab.registered(.two, tax: "1500000"), try lab.assessed("1500000"), try lab.paid("1000000"),
                try lab.guaranteed("200000", to: 60), try lab.feeStated("20000"), try lab.feePaid("20000"),
                try lab.advised("1000000"), try lab.document("D1", .dossier), lab.reported("D1", "03"),
            ], codes: night
        ).text
        #expect(
            text == """
                Declaration  100000000010  import (nhập khẩu)
                Status       awaiting-payment (chờ nộp thuế)
                Lane         2 yellow (luồng vàng)
                Office       03EE (in force: 28CD)
                Registered   2025-03-14 22:00:00
                Cleared      -

                Money (VND)
                  Assessed    phải nộp                     1.500.000
                  Paid        đã nộp                       1.000.000
                  Refunded    hoàn thuế                            0
                  Guaranteed  bảo lãnh                       200.000
                  Due         còn phải nộp                   300.000
                  Credited    Kho bạc ghi có               1.000.000

                Payments (nộp thuế)
                  2025-03-14 22:10:00              1.000.000  voucher AA/1, office 03EE, acceptance ACC1/1

                Guarantees (bảo lãnh)
                  2025-03-14 22:10:00                200.000  2025-03-14 to 2025-03-14, office 03EE, acceptance GUA1

                Fees (lệ phí)
                  stated 20.000, paid 20.000
                  2025-03-14 22:11:00                 20.000  voucher AA/9, office 03EE, acceptance FEE1/1

                Treasury (Kho bạc)
                  voucher AA/1                credited 1.000.000

                Documents (văn bản)
                  2025-03-14 22:12:00 dossier (hồ sơ), 03 received (đã tiếp nhận) 2025-03-14 22:15:00: D1

                Story (diễn biến)
                  2025-03-14 22:00:00  VNACCS    registered, lane given (đăng ký, phân luồng)             1.500.000
                  2025-03-14 22:01:00  VNACCS    tax statement (thông báo thuế)                           1.500.000
                  2025-03-14 22:02:00  VNACCS    fee statement (thông báo lệ phí)                            20.000
                  2025-03-14 22:10:00  e-payment tax guaranteed (bảo lãnh thuế)                             200.000
                  2025-03-14 22:10:00  e-payment tax paid (nộp thuế)                                      1.000.000
                  2025-03-14 22:11:00  e-payment fee paid (nộp lệ phí)                                       20.000
                  2025-03-14 22:12:00  E-doc     document received (nhận văn bản)
                  2025-03-14 22:15:00  E-doc     document status (trạng thái văn bản)
                  2025-03-14 22:30:00  Treasury  treasury advice (báo Có, báo Nợ)                         1.000.000

                """)
    }

    @Test func whatDoesNotCountSaysWhy() async throws {
        let text = try await view([
            try lab.registered(.one, tax: "100"), try lab.paid("100"), try lab.paid("100", acceptance: "ACC2", at: 12),
            try lab.paid("50", acceptance: "ACC3", voucher: "3"), lab.cancelled("ACC3"), try lab.guaranteed("9", from: -2880, to: -1441),
        ]).text
        #expect(text.contains("acceptance ACC1/1, the same slip as another (gửi lại)\n"))
        #expect(text.contains("acceptance ACC2/1\n"))
        #expect(text.contains("acceptance ACC3/1, cancelled (đã hủy)\n"))
        #expect(text.contains("acceptance GUA1, not in force (hết hạn)\n"))
    }

    @Test func theMachineFormHasEveryPieceOfMoney() async throws {
        let json = try await view([
            try lab.registered(.one, tax: "100", security: "40"), try lab.paid("80"), try lab.advised("80"),
            try lab.advised("30", voucher: "HT/1", direction: .debit, at: 31), try lab.feePaid("20"),
        ]).json
        #expect(json["refunded"]?.string == "30")
        #expect(json["guaranteed"]?.string == "40")
        #expect(json["due"]?.string == "10")
        #expect(json["fees"]?["paid"]?.string == "20")
        #expect(json["fees"]?["assessed"] == .null)
        #expect(json["payments"]?.array?.compactMap { $0["counts"]?.bool } == [true])
        #expect(json["vouchers"]?.array?.compactMap { $0["debited"]?.string } == ["30"])
        #expect(json["flow"]?.string == "import")
    }
}
