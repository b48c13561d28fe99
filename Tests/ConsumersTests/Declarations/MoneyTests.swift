import Bus
import Events
import Testing

@testable import Consumers

/// Payments, guarantees, the Treasury's money, and what contradicts.
@Suite struct MoneyTests {
    private let lab = FactLab()

    private func shown(_ drafts: [EventDraft], codes: any CodesInForce = NoCatalogs()) async throws -> Shown {
        let pool = Pool(codes: codes)
        try await pool.takeOneByOne(drafts)
        return try #require(await pool.show())
    }

    @Test func partialPaymentsAddUp() async throws {
        let first = [try lab.registered(.one, tax: "100"), try lab.paid("60")]
        let half = try await shown(first)
        #expect(half.status == "awaiting-payment")
        #expect(half.paid == "60")
        let whole = try await shown(first + [try lab.paid("40", acceptance: "ACC2", voucher: "2")])
        #expect(whole.status == "releasable")
        #expect(whole.paid == "100")
    }

    @Test func aPaymentReportedTwiceCountsOnce() async throws {
        let result = try await shown([
            try lab.registered(.one, tax: "100"), try lab.paid("100"), try lab.paid("100", id: "again", at: 11),
        ])
        #expect(result.paid == "100")
        #expect(result.status == "releasable")
    }

    @Test func partsOfOneSlipForTheSameDeclarationAddUp() async throws {
        let result = try await shown([
            try lab.registered(.one, tax: "100"), try lab.paid("70"), try lab.paid("30", part: "2", subItem: "1702"),
            try lab.advised("100"), try lab.listed("70"), try lab.listed("30", subItem: "1702", row: 2),
        ])
        #expect(result.paid == "100")
        #expect(result.credited == "100")
        #expect(result.status == "releasable")
    }

    @Test func equalPartsOfOneSlipAddUpToo() async throws {
        let result = try await shown([
            try lab.registered(.one, tax: "30"), try lab.paid("15"), try lab.paid("15", part: "2"), try lab.advised("30"),
        ])
        #expect(result.paid == "30")
        #expect(result.status == "releasable")
    }

    /// After an outage banks transmit their slips again, under new transactions with new acceptance numbers.
    @Test(arguments: [true, false])
    func aSlipSentAgainUnderAnotherTransactionCountsOnce(againFirst: Bool) async throws {
        let slip = [try lab.paid("60"), try lab.paid("40", part: "2")]
        let again = [try lab.paid("60", acceptance: "ACC2"), try lab.paid("40", acceptance: "ACC2", part: "2")]
        let base = [try lab.registered(.one, tax: "100"), try lab.advised("100")]
        let result = try await shown(base + (againFirst ? again + slip : slip + again))
        #expect(result.paid == "100")
        #expect(result.status == "releasable")
        // Cancelling one of the two transactions leaves the other, which paid.
        let one = try await shown(base + slip + again + [lab.cancelled("ACC2")])
        #expect(one.paid == "100")
        #expect(one.status == "releasable")
        let both = try await shown(base + slip + again + [lab.cancelled("ACC2"), lab.cancelled("ACC1")])
        #expect(both.paid == "0")
    }

    @Test func slipsOfTwoBanksAreTwoEvenWithOneNumber() async throws {
        let result = try await shown([
            try lab.registered(.one, tax: "100"), try lab.paid("50"), try lab.paid("50", acceptance: "ACC2", bank: "79"),
        ])
        #expect(result.paid == "100")
    }

    @Test(arguments: [true, false])
    func aCancelledPaymentDoesNotCountWhicheverCameFirst(cancellationFirst: Bool) async throws {
        let pair = [try lab.paid("100"), lab.cancelled()]
        let result = try await shown(
            [try lab.registered(.one, tax: "100")] + (cancellationFirst ? pair.reversed() : pair))
        #expect(result.paid == "0")
        #expect(result.status == "awaiting-payment")
        #expect(result.events.contains("cancel-ACC1"))
    }

    @Test(arguments: [0, 1, 2])
    func aCancelledSlipIsCancelledForEachOfItsDeclarations(place: Int) async throws {
        let other = FactLab(key: "10000000002")
        var events = [try lab.paid("100"), try other.paid("50")]
        events.insert(lab.cancelled(), at: place)
        let pool = Pool()
        try await pool.takeOneByOne(events)
        #expect(try await pool.show("10000000001")?.paid == "0")
        #expect(try await pool.show("10000000002")?.paid == "0")
    }

    @Test func aGuaranteeSettlesWhileItHolds() async throws {
        let day = 24 * 60
        let base = [try lab.registered(.one, tax: "100"), try lab.guaranteed("100", to: day)]
        #expect(try await shown(base).status == "releasable")
        #expect(try await shown(base + [lab.cancelled("GUA1")]).status == "awaiting-payment")
        #expect(try await shown([base[0], try lab.guaranteed("60"), try lab.paid("40")]).status == "releasable")
        #expect(try await shown(base + [try lab.inspection(at: 3 * day)]).status == "awaiting-payment")
        #expect(try await shown(base + [try lab.cleared(), try lab.inspection(at: 3 * day)]).status == "cleared")
    }

    @Test func clearedWithoutPaymentIsAConflictUntilThePaymentComes() async throws {
        let pool = Pool()
        try await pool.takeOneByOne([try lab.registered(.one, tax: "100"), try lab.cleared()])
        #expect(try await pool.show()?.status == "conflict")
        #expect(try await pool.show()?.conflicts == ["cleared-unsettled"])
        try await pool.takeOneByOne([try lab.paid("100", at: 70)])
        #expect(try await pool.show()?.status == "cleared")
        #expect(try await pool.show()?.conflicts == [])
        #expect(try await pool.statuses() == ["awaiting-payment", "conflict", "cleared"])
        #expect(try await pool.conflicts() == ["cleared-unsettled"])
    }

    @Test func aClearanceAheadOfItsRegistrationIsNoConflict() async throws {
        let pool = Pool()
        try await pool.takeOneByOne([try lab.cleared(), try lab.paid("100"), try lab.registered(.one, tax: "100")])
        #expect(try await pool.statuses() == ["cleared"])
        #expect(try await pool.conflicts() == [])
    }

    @Test func adviceAndListOfOneVoucherCountOnce() async throws {
        let base = [try lab.registered(.one, tax: "100"), try lab.paid("100")]
        let late = try await shown(base)
        #expect(late.credited == "0")
        #expect(late.status == "releasable")
        let both = try await shown(base + [try lab.advised("100"), try lab.listed("100"), try lab.listed("100", row: 2)])
        #expect(both.credited == "100")
        #expect(both.status == "releasable")
        #expect(try await shown(base + [try lab.listed("100", subItem: nil)]).credited == "100")
    }

    @Test func aDebitGivesBack() async throws {
        let result = try await shown([
            try lab.paid("100"), try lab.advised("100"), try lab.advised("30", voucher: "BB/9", direction: .debit),
        ])
        #expect(result.credited == "70")
        #expect(result.conflicts.isEmpty)
    }

    @Test func amountsOfOneVoucherThatDifferAreAConflict() async throws {
        let base = [try lab.registered(.one, tax: "100"), try lab.paid("100")]
        for wrong in [
            [try lab.advised("90")], [try lab.listed("90")], [try lab.listed("110", subItem: nil)],
            [try lab.advised("100"), try lab.advised("99", row: 2)], [try lab.advised("100"), try lab.listed("120", subItem: "x")],
        ] {
            let result = try await shown(base + wrong)
            #expect(result.conflicts == ["credit-mismatch"])
            #expect(result.status == "conflict")
        }
    }

    @Test func aCreditBeforeItsPaymentIsNoConflict() async throws {
        let pool = Pool()
        try await pool.takeOneByOne([
            try lab.listed("100"), try lab.advised("100"), try lab.registered(.one, tax: "100"), try lab.paid("100"),
        ])
        #expect(try await pool.conflicts() == [])
        #expect(try await pool.show()?.status == "releasable")
    }

    @Test func aPaymentForAnOfficeThatHasCeasedIsReportedAndDoesNotStopADeclarationWithASuccessor() async throws {
        let base = [try lab.registered(.one, tax: "100"), try lab.paid("100", at: 40)]
        let pool = Pool(codes: CeasedOffice(successor: "28CD", closing: EventSamples.minutes(40)))
        try await pool.takeOneByOne(base)
        let mapped = try #require(await pool.show())
        #expect(mapped.conflicts == ["payment-to-closed-office"])
        #expect(mapped.status == "releasable")
        #expect(mapped.officeInForce == "28CD")
        #expect(try await pool.conflicts() == ["payment-to-closed-office"])
        let stranded = try await shown(base, codes: CeasedOffice(successor: nil, closing: EventSamples.minutes(40)))
        #expect(stranded.status == "conflict")
        let intime = try await shown(base, codes: CeasedOffice(successor: nil, closing: EventSamples.minutes(41)))
        #expect(intime.conflicts.isEmpty)
    }
}
