import Bus
import Events
import JSON
import Testing

@testable import Consumers

/// Refunds, guarantees that VNACCS draws on, fees, and rows by sub-item.
@Suite struct RefundAndFeeTests {
    private let lab = FactLab()

    private func shown(_ drafts: [EventDraft]) async throws -> Shown {
        let pool = Pool()
        try await pool.takeOneByOne(drafts)
        return try #require(await pool.show())
    }

    @Test func aRefundEndsAnOverpayment() async throws {
        let base = [
            try lab.registered(.one, tax: "100"), try lab.paid("100"), try lab.registered(.one, tax: "80", version: 1, at: 12),
        ]
        let over = try await shown(base)
        #expect(over.conflicts == ["overpaid"])
        let refund = try lab.advised("20", voucher: "HT/1", direction: .debit)
        let refunded = try await shown(base + [refund])
        #expect(refunded.conflicts == [])
        #expect(refunded.status == "releasable")
        #expect(refunded.paid == "100")
        let tooMuch = try await shown(base + [try lab.advised("30", voucher: "HT/1", direction: .debit)])
        #expect(tooMuch.status == "awaiting-payment")
    }

    /// The bank takes the first payment back; the Treasury's debit is that money, not a refund of the second.
    @Test(arguments: ["AA/1", "HT/1"])
    func aDebitThatReturnsACancelledPaymentIsNoRefund(voucher: String) async throws {
        let result = try await shown([
            try lab.registered(.one, tax: "100"), try lab.paid("100"), try lab.advised("100"), lab.cancelled(),
            try lab.paid("100", acceptance: "ACC2", voucher: "2", at: 25), try lab.advised("100", voucher: "AA/2", row: 2),
            try lab.advised("100", voucher: voucher, direction: .debit, at: 50),
        ])
        #expect(result.paid == "100")
        #expect(result.credited == "100")
        #expect(result.status == "releasable")
        #expect(result.conflicts == [])
    }

    @Test func whatVNACCSFoundSecuredCounts() async throws {
        #expect(try await shown([try lab.registered(.one, tax: "100", security: "100")]).status == "releasable")
        let part = [try lab.registered(.one, tax: "100", security: "60")]
        #expect(try await shown(part).status == "awaiting-payment")
        #expect(try await shown(part + [try lab.paid("40")]).status == "releasable")
        // VNACCS has drawn on the very guarantee that the bank announces: it counts once.
        #expect(try await shown(part + [try lab.guaranteed("60")]).status == "awaiting-payment")
    }

    @Test func guaranteesAddUpWithPaymentsAndCanBeTakenBack() async throws {
        let base = [
            try lab.registered(.one, tax: "100"), try lab.guaranteed("30"), try lab.guaranteed("30", acceptance: "GUA2"),
            try lab.paid("40"),
        ]
        #expect(try await shown(base).status == "releasable")
        #expect(try await shown(base + [lab.guaranteeCancelled("GUA2")]).status == "awaiting-payment")
        #expect(try await shown([lab.guaranteeCancelled("GUA2")] + base).status == "awaiting-payment")
    }

    @Test func aGuaranteeThatNamesNoDeclarationIsNobodys() async throws {
        let opened = GuaranteeOpened(
            scope: .general, acceptance: "G1", transaction: "T", bank: "B", taxpayer: "0100000001", voucherSeries: "BLC",
            voucherNumber: "1", amount: try EventSamples.amount("5000"), validFrom: EventSamples.evening,
            validTo: EventSamples.minutes(9_000))
        let pool = Pool()
        try await pool.takeOneByOne([EventSamples.draft("g1", opened, key: "epayment:G1"), lab.guaranteeCancelled("G1")])
        #expect(try await pool.outcomes().isEmpty)
    }

    @Test func feesAreKeptApartAndHoldNothingUp() async throws {
        let tax = [try lab.registered(.one, tax: "100"), try lab.paid("100"), try lab.advised("100")]
        let unpaid = try await shown(tax + [try lab.feeStated("20")])
        #expect(unpaid.status == "releasable")
        let fee = [try lab.feeStated("20"), try lab.feePaid("25"), try lab.advised("25", voucher: "AA/9", row: 2)]
        let paid = try await shown(tax + fee)
        #expect(paid.status == "releasable")
        #expect(paid.paid == "100")
        #expect(paid.credited == "100")
        #expect(paid.json["fees"]?["assessed"]?.string == "20")
        #expect(paid.json["fees"]?["paid"]?.string == "25")
        #expect(try await shown(tax + fee + [lab.cancelled("FEE1")]).json["fees"]?["paid"]?.string == "0")
        #expect(try await shown(fee.reversed() + tax).credited == "100")
    }

    @Test func aFeeStatementWithoutAmountsSaysOnlyThatTheDeclarationExists() async throws {
        let result = try await shown([try lab.feeStated("20"), try lab.feeStated(nil, at: 50)])
        #expect(result.json["fees"]?["assessed"]?.string == "20")
        #expect(result.status == "registered")
    }

    @Test func advicesBySubItemAddUp() async throws {
        let base = [try lab.registered(.one, tax: "100"), try lab.paid("70"), try lab.paid("30", part: "2", subItem: "1702")]
        let rows = [try lab.advised("70", subItem: "1901"), try lab.advised("30", subItem: "1702", row: 2)]
        let whole = try await shown(base + rows)
        #expect(whole.credited == "100")
        #expect(whole.conflicts == [])
        let wrong = try await shown(base + [rows[0], try lab.advised("31", subItem: "1702", row: 2)])
        #expect(wrong.conflicts == ["credit-mismatch"])
        let list = try await shown(base + rows + [try lab.listed("69")])
        #expect(list.conflicts == ["credit-mismatch"])
    }

    @Test func aLaterTreasuryCreditChangesNothingButTheCredit() async throws {
        let pool = Pool()
        try await pool.takeOneByOne([
            try lab.registered(.one, tax: "100"), try lab.paid("100"), try lab.cleared(), try lab.advised("100", at: 9_000),
        ])
        #expect(try await pool.statuses() == ["awaiting-payment", "releasable", "cleared"])
        #expect(try await pool.show()?.credited == "100")
    }

    @Test func customsFixesTheTaxOnTheDayOfTheStatement() async throws {
        let fixed = try lab.assessed("130", statement: "S0", at: 8)
        let base = [try lab.registered(.one, tax: "100"), try lab.assessed("100", statement: "S9", at: 2)]
        #expect(try await shown(base + [fixed]).assessed == "130")
        #expect(try await shown([fixed] + base).assessed == "130")
    }
}
