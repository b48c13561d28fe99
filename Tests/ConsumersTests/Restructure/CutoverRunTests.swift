import Bus
import Consumers
import JSON
import Store
import TestSupport
import Testing

struct CutoverRunTests {
    private func start(
        _ night: NightDouble, over store: (any ControlStore)? = nil, _ text: String? = nil, actor: String = "lan",
        lookAgain: Duration = .seconds(20)
    ) async throws -> CutoverRun {
        try await night.service(over: store, lookAgain: lookAgain).start(
            text ?? Samples.nightPlan(), file: "plan.yaml", files: night.files, actor: actor)
    }

    @Test func theShippedPlanRunsToItsEnd() async throws {
        let night = try NightDouble()
        let run = try await start(night)
        #expect(run.status == .done, "\(run.steps.map(\.problem))")
        #expect(run.steps.allSatisfy { $0.status == .done && $0.attempts == 1 && $0.by == "lan" })
        #expect(night.publisher.sent.count == 9)
        let outcome = try await night.outcome()
        #expect(outcome.contains("vnaccs open"))
        #expect(outcome.contains("12F1  true [\"27BI\"]"))
        #expect(try await night.control.verify() == nil)
    }

    @Test func aRunThatIsDoneIsNotRunAgain() async throws {
        let night = try NightDouble()
        let first = try await start(night)
        let entries = try await night.control.log(after: 0, limit: 1000).count
        #expect(try await start(night) == first)
        #expect(try await night.control.log(after: 0, limit: 1000).count == entries)
    }

    @Test(arguments: CrashingControl.Moment.allCases)
    func killedAtAnyWriteItEndsTheSame(_ moment: CrashingControl.Moment) async throws {
        let clean = try NightDouble()
        _ = try await start(clean)
        let expected = try await clean.outcome()
        let writes = try await clean.control.log(after: 0, limit: 1000).count
        for write in 1...writes {
            let night = try NightDouble()
            let crashing = CrashingControl(night.control, killed: moment, write: write)
            // The last write may be the run's end: then the killed process had nothing left to do.
            _ = try? await start(night, over: crashing)
            #expect(crashing.isDead)
            let run = try await start(night, actor: "minh")
            #expect(run.status == .done, "killed \(moment) write \(write): \(run.steps.map(\.problem))")
            #expect(try await night.outcome() == expected, "killed \(moment) write \(write)")
            #expect(try await night.control.verify() == nil)
        }
    }

    @Test func aDeadlineFailsTheStepAndSaysWhatToDo() async throws {
        let night = try NightDouble()
        night.drain.value = DrainState(unsent: 2, queued: 0, unsettled: 2)
        let run = try await start(night)
        #expect(run.status == .failed)
        let failed = try #require(run.steps.first { $0.status == .failed })
        #expect(failed.id == "drain")
        #expect(failed.problem.contains(#""unsent":2"#))
        #expect(failed.problem.contains("start the run again"))
        #expect(run.steps.filter { $0.status == .waiting }.first?.id == "catalogs")
        #expect(try await night.control.records("catalog").isEmpty)

        night.drain.value = DrainState(unsent: 0, queued: 0, unsettled: 0)
        let again = try await start(night, actor: "minh")
        #expect(again.status == .done)
        #expect(again.steps.first { $0.id == "drain" }?.attempts == 2)
        #expect(again.steps.first { $0.id == "drain" }?.by == "minh")
        #expect(again.steps.first { $0.id == "stop-vnaccs" }?.by == "lan")
    }

    @Test func aPauseWaitsForEveryReceiptAndNamesWhoIsMissing() async throws {
        let night = try NightDouble()
        try await ProcessRegistry(store: night.control, now: { Samples.evening }).register(
            "gateway-7", receivers: ["epayment"])
        let run = try await start(night)
        let failed = try #require(run.steps.first { $0.status == .failed })
        #expect(failed.id == "stop-epayment")
        #expect(failed.problem.contains("gateway-7"))
    }

    @Test func aProcessStillOnTheOldListHoldsTheImportUp() async throws {
        let night = try NightDouble()
        try await ProcessRegistry(store: night.control, now: { Samples.evening }).register(
            "worker-3", receivers: [], followsCatalogs: true)
        let run = try await start(night)
        #expect(run.steps.first { $0.status == .failed }?.id == "catalogs")
        #expect(run.steps.first { $0.status == .failed }?.problem.contains("worker-3") == true)
        let board = CatalogBoard(store: night.control, now: { Samples.evening })
        try await board.refresh()
        try await board.confirm(board.snapshot.version, process: "worker-3")
        #expect(try await start(night).status == .done)
    }

    @Test func aVerificationThatDoesNotHoldStopsBeforeAnythingIsResumed() async throws {
        let night = try NightDouble()
        night.account.value = AccountBalance(isBalanced: false, differences: 4)
        _ = try await start(night)
        let correction = try await CatalogService(store: night.control, now: { Samples.evening }).apply(
            [Samples.offices(Samples.closed("03CD", "03EE"))], actor: "hoa", reason: "correction by hand")
        #expect(correction.canBeApplied, "\(correction.problems)")
        let run = try await start(night)
        #expect(run.steps.first { $0.status == .failed }?.id == "verify")
        #expect(run.steps.first { $0.status == .failed }?.problem.contains("it is 03EE") == true)
        #expect(try await night.outcome().contains("epayment holding"))
    }

    @Test func whatNeedsApprovalRunsOnlyWithThatOfAnotherPerson() async throws {
        let night = try NightDouble()
        let text = try Samples.nightPlan().replacing("steps:\n", with: "approval: required\nsteps:\n")
        let service = night.service()
        let hash = try await service.check(text, file: "plan.yaml", files: night.files).planHash
        await #expect(throws: RestructureError.self) { try await start(night, text, actor: "lan") }
        try await service.approve(hash, actor: "lan", reason: "looks good")
        await #expect(throws: RestructureError.self) { try await start(night, text, actor: "lan") }
        #expect(try await night.control.records("cutover").isEmpty)
        #expect(try await start(night, text, actor: "minh").status == .done)
    }

    @Test func beforeTheImportItCanGoBack() async throws {
        let night = try NightDouble()
        night.drain.value = DrainState(unsent: 1, queued: 0, unsettled: 0)
        _ = try await start(night)
        let service = night.service()
        let run = try await service.abort(
            Samples.nightPlan(), file: "plan.yaml", actor: "minh", reason: "treasury not ready")
        #expect(run.status == .aborted)
        let outcome = try await night.outcome()
        #expect(outcome.contains("vnaccs open"))
        #expect(outcome.contains("epayment releasing"))
        // What was held goes out first: until then nothing can be paused again, and nothing is begun.
        let early = await #expect(throws: RestructureError.self) { try await start(night) }
        #expect(early?.what.contains("is releasing") == true)
        #expect(try await service.status("night-2025-03-15") == run)
    }

    @Test func itGoesBackByNameAsByPlan() async throws {
        let night = try NightDouble()
        night.drain.value = DrainState(unsent: 1, queued: 0, unsettled: 0)
        let name = try await start(night).name
        let run = try await night.service().abort(name, actor: "minh", reason: "treasury not ready")
        #expect(run.status == .aborted)
        #expect(try await night.outcome().contains("epayment releasing"))
        await #expect(throws: RestructureError.self) {
            try await night.service().abort("nobody", actor: "minh", reason: "r")
        }
    }

    @Test func afterTheImportItOnlyGoesForward() async throws {
        let night = try NightDouble()
        night.account.value = AccountBalance(isBalanced: false, differences: 4)
        let run = try await start(night)
        #expect(run.steps.first { $0.status == .failed }?.problem.contains("4 differences") == true)
        let error = await #expect(throws: RestructureError.self) {
            try await night.service().abort(Samples.nightPlan(), file: "plan.yaml", actor: "minh", reason: "r")
        }
        #expect(error?.what.contains("point of no return") == true)
    }

    @Test func aSecondRunnerIsStoppedByTheRecord() async throws {
        let night = try NightDouble()
        let racing = RacingControl(night.control) {
            _ = try? await start(night, actor: "minh")
        }
        let error = await #expect(throws: RestructureError.self) { try await start(night, over: racing) }
        #expect(error?.code == .conflict)
        #expect(try await night.service().status("night-2025-03-15").startedBy == "minh")
    }

    @Test func theReportSaysWhoWhenBeforeAndAfter() async throws {
        let night = try NightDouble()
        _ = try await start(night)
        let report = try await night.service().report("night-2025-03-15")
        #expect(report.text.contains("| 2 | stop-epayment | pause | epayment (hold) | done | lan | 2025-03-14T23:00:00+07:00 |"))
        let step = try #require(report.json["steps"]?.array?.first { $0["id"] == "stop-epayment" })
        #expect(step["before"]?["state"] == "open")
        #expect(step["after"]?["state"] == "holding")
        #expect(step["milliseconds"] == 0)
        let release = try #require(report.json["steps"]?.array?.first { $0["id"] == "release-edoc" })
        #expect(release["before"]?["held"] == 3)
        #expect(release["after"]?["held"] == 0)
    }
}
