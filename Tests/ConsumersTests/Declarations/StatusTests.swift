import Bus
import Events
import Testing

@testable import Consumers

/// The rules of the status, lane by lane.
@Suite struct StatusTests {
    private let lab = FactLab()

    private func shown(_ drafts: [EventDraft], codes: any CodesInForce = NoCatalogs()) async throws -> Shown {
        let pool = Pool(codes: codes)
        try await pool.takeOneByOne(drafts)
        return try #require(await pool.show())
    }

    @Test func withoutLaneAndAssessmentItIsRegistered() async throws {
        let result = try await shown([try lab.inspection()])
        #expect(result.status == "registered")
        #expect(result.assessed == nil)
    }

    @Test(arguments: [(Lane.one, "releasable"), (.two, "under-document-check"), (.three, "under-document-check")])
    func settledTaxIsEnoughForTheGreenLaneOnly(lane: Lane, status: String) async throws {
        let waiting = try await shown([try lab.registered(lane, tax: "100")])
        #expect(waiting.status == "awaiting-payment")
        let settled = try await shown([try lab.registered(lane, tax: "100"), try lab.paid("100")])
        #expect(settled.status == status)
        #expect(settled.lane == lane.rawValue)
    }

    @Test func noTaxIsSettledTax() async throws {
        #expect(try await shown([try lab.registered(.one, tax: "0")]).status == "releasable")
        #expect(try await shown([try lab.registered(.one, tax: nil, flow: .export)]).status == "releasable")
        #expect(try await shown([try lab.registered(.one, tax: nil)]).status == "awaiting-payment")
    }

    @Test func theYellowLaneWaitsForItsDossier() async throws {
        let base = [try lab.registered(.two, tax: "0")]
        #expect(try await shown(base + [try lab.document("D1", .dossier)]).status == "under-document-check")
        let accepted = base + [try lab.document("D1", .dossier), lab.reported("D1", "06")]
        #expect(try await shown(accepted).status == "releasable")
        #expect(try await shown(accepted + [lab.reported("D1", "02", at: 16)]).status == "under-document-check")
    }

    @Test func theLatestDossierCounts() async throws {
        let again = [
            try lab.registered(.two, tax: "0"), try lab.document("D1", .dossier, at: 1), lab.reported("D1", "16", at: 2),
            try lab.document("D2", .dossier, at: 3),
        ]
        #expect(try await shown(again).status == "under-document-check")
        #expect(try await shown(again + [lab.reported("D2", "06", at: 4)]).status == "releasable")
        #expect(try await shown(again + [lab.reported("D1", "06", at: 5)]).status == "under-document-check")
    }

    @Test func theRedLaneWaitsForItsInspectionToo() async throws {
        let base = [
            try lab.registered(.three, tax: "0"), try lab.inspection(), try lab.document("D1", .dossier),
            lab.reported("D1", "06"),
        ]
        #expect(try await shown(base).status == "under-inspection")
        let record = [try lab.document("R1", .inspectionRecord), lab.reported("R1", "06")]
        #expect(try await shown(base + record).status == "releasable")
        #expect(try await shown([base[0], base[1]] + record).status == "under-document-check")
    }

    @Test func aStatusReportBeforeItsDocumentCounts() async throws {
        let pool = Pool()
        try await pool.takeOneByOne([
            lab.reported("D1", "03", at: 13), lab.reported("D1", "06", at: 15), try lab.registered(.two, tax: "0"),
            try lab.document("D1", .dossier),
        ])
        let shown = try #require(await pool.show())
        #expect(shown.status == "releasable")
        #expect(shown.events.count == 4)
        #expect(try await pool.statuses() == ["under-document-check", "releasable"])
    }

    @Test(arguments: ["06", "15"])
    func aGrantedCancellationCancels(status: String) async throws {
        let base = [try lab.registered(.one, tax: "100"), try lab.document("C1", .cancellation)]
        #expect(try await shown(base + [lab.reported("C1", "16")]).status == "awaiting-payment")
        #expect(try await shown(base + [lab.reported("C1", status)]).status == "cancelled")
        let inConflict = base + [try lab.paid("900"), lab.reported("C1", status), try lab.cleared()]
        let shown = try await shown(inConflict)
        #expect(shown.status == "cancelled")
        #expect(shown.conflicts == ["cleared-after-cancellation", "overpaid"])
    }

    @Test func aLetterIsNobodysDeclaration() async throws {
        let pool = Pool()
        try await pool.takeOneByOne([
            lab.reported("L1", "03"), try lab.document("L1", .letter, names: false), lab.reported("L1", "06", at: 16),
        ])
        #expect(try await pool.show() == nil)
        #expect(try await pool.outcomes().isEmpty)
    }

    /// E-doc sends a corrected document under the id of the first.
    @Test(arguments: [0, 1, 2, 3])
    func whatBecameOfADocumentHoldsForEachDeclarationThatItNames(place: Int) async throws {
        let other = FactLab(key: "10000000002")
        var events = [
            try lab.registered(.two, tax: "0"), try other.registered(.two, tax: "0"), try FactLab(key: "10000000003").document("D1", .letter, names: false, at: 1),
            try lab.document("D1", .dossier, at: 2), try other.document("D1", .dossier, at: 3),
        ]
        events.insert(lab.reported("D1", "06"), at: place + 2)
        let pool = Pool()
        try await pool.takeOneByOne(events)
        #expect(try await pool.show("10000000001")?.status == "releasable")
        #expect(try await pool.show("10000000002")?.status == "releasable")
    }

    @Test func customsClearsBeforeOrAfterThePipelineWouldHave() async throws {
        let dossier = [try lab.document("D1", .dossier), lab.reported("D1", "06")]
        let before = Pool()
        try await before.takeOneByOne([try lab.registered(.two, tax: "0"), try lab.cleared()] + dossier)
        #expect(try await before.statuses() == ["under-document-check", "cleared"])
        #expect(try await before.conflicts() == [])
        let after = Pool()
        try await after.takeOneByOne([try lab.registered(.two, tax: "0")] + dossier + [try lab.cleared()])
        #expect(try await after.statuses() == ["under-document-check", "releasable", "cleared"])
    }

    @Test func aClearanceAfterTheCancellationWasGrantedIsAConflict() async throws {
        let base = [try lab.registered(.one, tax: "0"), try lab.document("C1", .cancellation), lab.reported("C1", "15")]
        let late = try await shown(base + [try lab.cleared(at: 60)])
        #expect(late.status == "cancelled")
        #expect(late.conflicts == ["cleared-after-cancellation"])
        #expect(try await shown(base + [try lab.cleared(at: 14)]).conflicts == [])
    }

    @Test func anAmendmentReplacesWhatWasAssessed() async throws {
        let base = [
            try lab.registered(.one, tax: "100"), try lab.assessed("100"),
            try lab.registered(.one, tax: "80", version: 1, at: 5),
        ]
        let lowered = try await shown(base)
        #expect(lowered.assessed == "80")
        #expect(lowered.number == "100000000011")
        #expect(try await shown(base + [try lab.paid("80")]).status == "releasable")
        let overpaid = try await shown(base + [try lab.paid("100")])
        #expect(overpaid.status == "conflict")
        #expect(overpaid.conflicts == ["overpaid"])
        let stated = base + [try lab.assessed("90", version: 1, statement: "S2", at: 6)]
        #expect(try await shown(stated).assessed == "90")
    }

    @Test func aStatementIssuedAgainReplacesTheEarlierOne() async throws {
        let result = try await shown([
            try lab.registered(.one, tax: "100"), try lab.assessed("120", at: 8), try lab.assessed("110", at: 2),
        ])
        #expect(result.assessed == "120")
    }

    @Test func aStatementInAnotherCurrencyIsNotSetAgainstPayments() async throws {
        let result = try await shown([try lab.assessed("100", currency: "USD"), try lab.paid("100")])
        #expect(result.assessed == nil)
        #expect(result.conflicts.isEmpty)
    }

    @Test func theOfficeOfTheRegistrationIsReadByTheCatalogAndMappedByTime() async throws {
        let night = CeasedOffice(successor: "28CD", closing: EventSamples.minutes(30))
        let before = try await shown([try lab.registered(.one, tax: "100")], codes: night)
        #expect(before.office == "03EE")
        #expect(before.officeInForce == "03EE")
        let after = try await shown([try lab.registered(.one, tax: "100"), try lab.cleared(at: 40)], codes: night)
        #expect(after.office == "03EE")
        #expect(after.officeInForce == "28CD")
    }

    @Test func withoutACatalogTheOfficeIsWhatOthersName() async throws {
        #expect(try await shown([try lab.registered(.one, tax: "0")]).office == nil)
        let paid = [try lab.registered(.one, tax: "0"), try lab.paid("0", office: "02CI")]
        #expect(try await shown(paid).office == "02CI")
        #expect(try await shown(paid + [try lab.inspection("01B1")]).office == "01B1")
    }
}
