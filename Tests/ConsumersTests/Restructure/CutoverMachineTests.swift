import Bus
@testable import Consumers
import JSON
import Testing

/// Which state follows which, without stores.
struct CutoverMachineTests {
    private func plan(_ steps: String...) throws -> CutoverPlan {
        try CutoverPlan(
            yaml: """
                name: test
                window: {from: 2025-03-14T23:00:00+07:00, until: 2025-03-15T05:00:00+07:00}
                effective: 2025-03-15T00:00:00+07:00
                steps:

                """ + steps.map { "  - {\($0), deadline: 1m}" }.joined(separator: "\n"),
            file: "p.yaml")
    }

    private let pauses = ["id: a, pause: edoc, mode: hold, reason: r", "id: b, import: [{catalog: office, file: o.csv}]"]

    private func started(
        _ run: CutoverRun?, _ plan: CutoverPlan, _ contents: [String], _ hash: String
    ) throws -> CutoverRun? {
        try CutoverMachine.start(run, plan: plan, contents: contents, hash: hash, by: "lan", at: Samples.evening)
    }

    /// The first step done, the import begun.
    private func importing() throws -> CutoverRun {
        let plan = try plan(pauses[0], pauses[1])
        var run = try #require(try started(nil, plan, ["A", "B"], "1"))
        run = CutoverMachine.began(run, step: 0, content: "A", before: .null, at: Samples.evening)
        run = CutoverMachine.finished(run, step: 0, after: .null, at: Samples.evening)
        return CutoverMachine.began(run, step: 1, content: "B", before: .null, at: Samples.evening)
    }

    @Test func anImportThatBeganOrFailedCanGoBack() throws {
        let run = try importing()
        #expect(try CutoverMachine.wayBack(run) == ["edoc"])
        let failed = CutoverMachine.failed(run, step: 1, problem: "contradictions", at: Samples.evening)
        #expect(try CutoverMachine.wayBack(failed) == ["edoc"])
    }

    @Test func anImportThatWasCommittedCannot() throws {
        let committed = CutoverMachine.committed(try importing(), step: 1, at: Samples.evening)
        let failed = CutoverMachine.failed(committed, step: 1, problem: "no receipt", at: Samples.evening)
        let done = CutoverMachine.finished(try importing(), step: 1, after: .null, at: Samples.evening)
        for run in [committed, failed, done] {
            let error = #expect(throws: RestructureError.self) { try CutoverMachine.wayBack(run) }
            #expect(error?.code == .notPossible)
        }
    }

    @Test func aChangedPlanKeepsWhatWasDone() throws {
        let run = CutoverMachine.failed(try importing(), step: 1, problem: "contradictions", at: Samples.evening)
        let longer = try plan(pauses[0], pauses[1], "id: c, resume: edoc")
        let next = try #require(try started(run, longer, ["A", "B2", "C"], "2"))
        #expect(next.planHash == "2")
        #expect(next.status == .running)
        #expect(next.steps.map(\.id) == ["a", "b", "c"])
        #expect(next.steps.map(\.attempts) == [1, 1, 0])
        #expect(CutoverMachine.next(next) == .begin(step: 1))
        #expect(throws: RestructureError.self) { try started(run, longer, ["A2", "B", "C"], "2") }
        #expect(throws: RestructureError.self) { try started(run, plan(pauses[1], pauses[0]), ["B", "A"], "2") }
        #expect(throws: RestructureError.self) { try started(run, plan(pauses[0]), ["A"], "2") }
        let committed = CutoverMachine.committed(run, step: 1, at: Samples.evening)
        #expect(throws: RestructureError.self) { try started(committed, longer, ["A", "B2", "C"], "2") }
    }

    @Test func aPauseThatHasBegunKeepsItsReceiver() throws {
        let before = try plan(pauses[0])
        let first = try #require(try started(nil, before, ["A"], "1"))
        let other = try plan("id: a, pause: vnaccs, mode: hold, reason: r")
        // It failed before it touched anything: a misspelt name.
        let untouched = CutoverMachine.failed(first, step: 0, problem: "no such receiver", at: Samples.evening)
        #expect(try started(untouched, other, ["A2"], "2")?.steps[0].receiver == "vnaccs")
        let began = CutoverMachine.began(first, step: 0, content: "A", before: .null, at: Samples.evening)
        #expect(throws: RestructureError.self) { try started(began, other, ["A2"], "2") }
        let longer = try plan("id: a, pause: edoc, mode: refuse, reason: another")
        #expect(try started(began, longer, ["A3"], "2")?.steps[0].object == "edoc (refuse)")
    }

    @Test func afterAnAbortTheNameBeginsAnew() throws {
        let plan = try plan(pauses[0], pauses[1])
        let aborting = CutoverMachine.ended(try importing(), as: .aborting, at: Samples.evening)
        #expect(throws: RestructureError.self) { try started(aborting, plan, ["A", "B"], "1") }
        let aborted = CutoverMachine.ended(aborting, as: .aborted, at: Samples.evening)
        let anew = try #require(try started(aborted, plan, ["A", "B"], "1"))
        #expect(anew.steps.allSatisfy { $0.attempts == 0 && $0.status == .waiting })
        #expect(CutoverMachine.archived(aborted).name == "test@\(Samples.evening)")
        let done = CutoverMachine.ended(aborted, as: .done, at: Samples.evening)
        #expect(try started(done, plan, ["A", "B"], "1") == nil)
        #expect(throws: RestructureError.self) { try started(done, plan, ["A", "B"], "2") }
    }
}
