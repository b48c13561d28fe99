import Bus
@testable import Consumers
import JSON
import Store
import Testing

/// What becomes of a run whose plan or files were wrong.
struct CutoverMendTests {
    private let name = "night-2025-03-15"
    private let stuck = DrainState(unsent: 1, queued: 0, unsettled: 0)
    private let drained = DrainState(unsent: 0, queued: 0, unsettled: 0)

    private func start(
        _ night: NightDouble, over store: (any ControlStore)? = nil, _ text: String? = nil, files: PlanFiles? = nil,
        actor: String = "lan"
    ) async throws -> CutoverRun {
        try await night.service(over: store).start(
            text ?? Samples.nightPlan(), file: "plan.yaml", files: files ?? night.files, actor: actor)
    }

    private func abort(_ night: NightDouble) async throws -> CutoverRun {
        try await night.service().abort(Samples.nightPlan(), file: "plan.yaml", actor: "minh", reason: "not tonight")
    }

    /// The shipped files, with one more line of offices.
    private func files(with line: String) -> PlanFiles {
        let shipped = PlanFiles.folder(Samples.nightFolder)
        return PlanFiles { name throws(RestructureError) in
            try shipped.read(name) + (name == "offices-20250315.csv" ? Array((line + "\n").utf8) : [])
        }
    }

    /// Ends the circle that `refusedImport` makes.
    private var mended: PlanFiles { files(with: Samples.open("28CD", from: "2025-03-16")) }

    /// A run whose import is refused: after the check, somebody closes an office in favour of one that the plan closes.
    private func refusedImport() async throws -> NightDouble {
        let night = try NightDouble()
        night.drain.value = stuck
        _ = try await start(night)
        let byHand = try await CatalogService(store: night.control, now: { Samples.evening }).apply(
            [Samples.offices(
                Samples.open("03CD"), Samples.open("28CD"), Samples.closed("28CD", "03CD", from: "2025-03-16"))],
            actor: "hoa", reason: "by hand")
        #expect(byHand.canBeApplied, "\(byHand.problems)")
        night.drain.value = drained
        let run = try await start(night)
        #expect(run.status == .failed)
        let failed = try #require(run.steps.first { $0.status == .failed })
        #expect(failed.id == "catalogs")
        #expect(failed.problem.contains("circle"))
        #expect(!run.isPastReturn)
        return night
    }

    @Test(arguments: [
        ("pause: edoc", "pause: foo", "no such receiver"), ("offices-20250315.csv", "absent.csv", "cannot be read"),
        ("is: 28CD", "is: 03CD", "it is 28CD"), ("resume: vnaccs", "resume: epayment", "never resumed"),
    ])
    func aPlanThatCannotWorkIsNotStarted(_ old: String, _ new: String, _ what: String) async throws {
        let night = try NightDouble()
        let error = await #expect(throws: RestructureError.self) {
            try await start(night, try Samples.nightPlan().replacing(old, with: new))
        }
        #expect(error?.code == .notPossible)
        #expect(error?.what.contains(what) == true, "\(String(describing: error))")
        #expect(try await night.control.log(after: 0, limit: 10).isEmpty)
        #expect(try await start(night).status == .done)
    }

    @Test func contradictingCatalogsAreNotStarted() async throws {
        let night = try NightDouble()
        let error = await #expect(throws: RestructureError.self) {
            try await start(night, files: files(with: "01AC,,,,,2025-03-15,,yes,77ZZ"))
        }
        #expect(error?.code == .notPossible)
        #expect(error?.what.contains("77ZZ does not exist") == true)
        #expect(try await night.control.log(after: 0, limit: 10).isEmpty)
    }

    @Test func afterARefusedImportTheMendedFileGoesOn() async throws {
        let night = try await refusedImport()
        let before = try await night.service().status(name).planHash
        let run = try await start(night, files: mended, actor: "minh")
        #expect(run.status == .done, "\(run.steps.map(\.problem))")
        #expect(run.planHash != before)
        #expect(run.steps.first { $0.id == "catalogs" }?.attempts == 2)
        #expect(run.steps.first { $0.id == "stop-vnaccs" }?.attempts == 1)
        let change = try #require(
            try await night.control.log(after: 0, limit: 1000).first { $0.reason == "goes on under a changed plan" })
        #expect(change.actor == "minh")
        #expect(change.before.contains(before))
        #expect(change.after.contains(run.planHash))
        #expect(try await night.control.verify() == nil)
    }

    @Test func afterARefusedImportItCanGoBackAndBeginAnew() async throws {
        let night = try await refusedImport()
        let aborted = try await abort(night)
        #expect(aborted.status == .aborted)
        #expect(try await night.outcome().contains("vnaccs open"))
        for receiver in ["epayment", "edoc", "treasury"] { try await night.actions().release(receiver) }
        for receiver in ["epayment", "edoc", "treasury"] {
            #expect(try await night.outcome().contains("\(receiver) open"))
        }

        let run = try await start(night, files: mended, actor: "minh")
        #expect(run.status == .done, "\(run.steps.map(\.problem))")
        #expect(run.steps.allSatisfy { $0.attempts == 1 && $0.by == "minh" })
        let old = try await night.service().report("\(name)@\(aborted.startedAt)").run
        #expect(old.status == .aborted)
        #expect(old.steps == aborted.steps)
        #expect(try await night.service().runs().count == 2)
    }

    @Test func aMendedPlanThatCannotWorkIsRefusedAndTheRunStays() async throws {
        let night = try await refusedImport()
        let before = try await night.service().status(name)
        let error = await #expect(throws: RestructureError.self) {
            try await start(night, files: files(with: "01AC,,,,,2025-03-15,,yes,77ZZ"))
        }
        #expect(error?.code == .notPossible)
        #expect(try await night.service().status(name) == before)
    }

    @Test(arguments: [
        ("reason: Switching", "reason: Changing", "step stop-vnaccs has been done"),
        ("id: stop-edoc", "id: stop-e-doc", "step 3 was stop-edoc"), ("mode: hold", "mode: refuse", "stop-epayment"),
        ("id: drain", "id: empty", "step 5 was drain"),
    ])
    func whatWasDoneMustNotDiffer(_ old: String, _ new: String, _ what: String) async throws {
        let night = try NightDouble()
        night.drain.value = stuck
        let before = try await start(night)
        let error = await #expect(throws: RestructureError.self) {
            try await start(night, try Samples.nightPlan().replacing(old, with: new))
        }
        #expect(error?.code == .notPossible)
        #expect(error?.what.contains(what) == true, "\(String(describing: error))")
        #expect(error?.what.contains("cutover abort") == true)
        #expect(try await night.service().status(name) == before)
    }

    @Test func aCommittedImportMustNotDiffer() async throws {
        let night = try NightDouble()
        night.account.value = AccountBalance(isBalanced: false, differences: 4)
        let failed = try await start(night)
        #expect(failed.isPastReturn)
        let error = await #expect(throws: RestructureError.self) { try await start(night, files: mended) }
        #expect(error?.what.contains("step catalogs has been done") == true)
        #expect(error?.what.contains("only forward") == true)
        night.account.value = AccountBalance(isBalanced: true, differences: 0)
        // What comes later may still be changed.
        let text = try Samples.nightPlan().replacing("id: account\n", with: "id: morning\n")
        let run = try await start(night, text)
        #expect(run.status == .done, "\(run.steps.map(\.problem))")
        #expect(run.steps.last?.id == "morning")
    }

    @Test func aMendedPlanNeedsItsOwnApproval() async throws {
        let night = try NightDouble()
        night.drain.value = stuck
        let text = try Samples.nightPlan().replacing("steps:\n", with: "approval: required\nsteps:\n")
        let service = night.service()
        let hash = try await service.check(text, file: "plan.yaml", files: night.files).planHash
        try await service.approve(hash, actor: "minh", reason: "read it")
        #expect(try await start(night, text).status == .failed)
        night.drain.value = drained
        // Nor does it help to strike out what asks for it.
        for changed in [text + "# changed\n", try Samples.nightPlan()] {
            let error = await #expect(throws: RestructureError.self) { try await start(night, changed) }
            #expect(error?.what.contains("approval") == true)
        }
        let other = try await service.check(text + "# changed\n", file: "plan.yaml", files: night.files).planHash
        try await service.approve(other, actor: "minh", reason: "read it again")
        #expect(try await start(night, text + "# changed\n").status == .done)
    }

    /// The record says that the import is committed exactly when the catalogs have changed; only then is there no way back.
    @Test(arguments: CrashingControl.Moment.allCases)
    func killedAtAnyWriteItKnowsWhetherItCanGoBack(_ moment: CrashingControl.Moment) async throws {
        let clean = try NightDouble()
        _ = try await start(clean)
        let writes = try await clean.control.log(after: 0, limit: 1000).count
        for write in 2...writes {
            let night = try NightDouble()
            _ = try? await start(night, over: CrashingControl(night.control, killed: moment, write: write))
            let run = try await night.service().status(name)
            let isChanged = try await !night.control.records("catalog").isEmpty
            #expect(run.isPastReturn == isChanged, "killed \(moment) write \(write)")
            if isChanged {
                let error = await #expect(throws: RestructureError.self) { try await abort(night) }
                #expect(error?.code == .notPossible)
            } else {
                #expect(try await abort(night).status == .aborted)
                let outcome = try await night.outcome()
                #expect(!outcome.contains { $0.hasSuffix(" holding") || $0.hasSuffix(" refusing") }, "\(outcome)")
            }
        }
    }

    @Test func whoIsOvertakenByAnAbortDoesNotImport() async throws {
        let night = try NightDouble()
        night.drain.value = stuck
        let run = try await start(night)
        let record = try #require(try await night.control.record(CutoverRun.recordKind, name))
        _ = try await abort(night)
        let error = await #expect(throws: RestructureError.self) {
            try await night.actions().apply(
                [Samples.offices(Samples.open("03CD"))],
                along: ControlChange.Write(
                    kind: CutoverRun.recordKind, key: name, expected: record.generation, value: run.json.bytes),
                actor: "cutover:\(name)", reason: "late")
        }
        #expect(error?.code == .conflict)
        #expect(error?.place == name)
        #expect(error?.isRetryable == false)
        #expect(try await night.control.records("catalog").isEmpty)
    }
}
