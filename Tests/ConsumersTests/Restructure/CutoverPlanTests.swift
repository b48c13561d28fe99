import Bus
import Consumers
import Testing

struct CutoverPlanTests {
    private func plan(_ steps: String) -> String {
        """
        name: test
        window: {from: 2025-03-14T23:00:00+07:00, until: 2025-03-15T05:00:00+07:00}
        effective: 2025-03-15T00:00:00+07:00
        steps:
        \(steps)
        """
    }

    @Test func everyKindOfStepIsRead() throws {
        let plan = try CutoverPlan(
            yaml: plan(
                """
                  - {id: a, pause: epayment, mode: hold, reason: night, until: 2025-03-15T05:00:00+07:00, deadline: 90s}
                  - {id: b, drain: [epayment, vnaccs], deadline: 15m}
                  - {id: c, import: [{catalog: office, file: o.csv}], deadline: 2h}
                  - {id: d, verify: [{office: 12F1, at: 2025-03-15T00:00:00+07:00, is: 27BI}, {account: balanced}], deadline: 1m}
                  - {id: e, resume: epayment, deadline: 1m}
                  - {id: f, release: epayment, deadline: 1m}
                """), file: "p.yaml")
        #expect(plan.steps.map(\.act.name) == ["pause", "drain", "import", "verify", "resume", "release"])
        #expect(plan.steps.map(\.line) == [5, 6, 7, 8, 9, 10])
        #expect(
            plan.steps[0].act
                == .pause(receiver: "epayment", mode: .hold, reason: "night", until: Samples.morning))
        #expect(plan.steps[0].deadline == .seconds(90))
        #expect(plan.steps[2].deadline == .seconds(7200))
        #expect(
            plan.steps[3].act
                == .verify([.office(code: "12F1", at: Samples.midnight, expected: "27BI"), .accountBalanced]))
        #expect(plan.windowFrom == Samples.evening)
        #expect(!plan.needsApproval)
    }

    @Test(arguments: [
        ("  - {id: a, pause: epayment, mode: hold, deadline: 1m}", 5, "reason is missing"),
        ("  - {id: a, pause: epayment, mode: stop, reason: r, deadline: 1m}", 5, "neither hold nor refuse"),
        ("  - {id: a, resume: epayment}", 5, "deadline is missing"),
        ("  - {id: a, resume: epayment, deadline: soon}", 5, "not a duration"),
        ("  - {id: a, resume: epayment, release: epayment, deadline: 1m}", 5, "exactly one of"),
        ("  - {id: a, resume: epayment, mode: hold, deadline: 1m}", 5, "only a pause"),
        ("  - {id: a, resume: epayment, deadline: 1m}\n  - {id: a, resume: edoc, deadline: 1m}", 6, "same id"),
        ("  - id: a\n    resume: epayment\n    dead-line: 1m", 7, "unknown key dead-line"),
        ("  - {id: a, import: [{catalog: offices, file: o.csv}], deadline: 1m}", 5, "no catalog offices"),
        ("  - {id: a, verify: [{office: 12F1, at: yesterday, is: 27BI}], deadline: 1m}", 5, "RFC 3339"),
        ("  - {id: a, verify: [{account: fine}], deadline: 1m}", 5, "account"),
        ("  - {id: a, id: b, resume: epayment, deadline: 1m}", 5, "twice"),
        ("  - {id: a, resume: [", 6, ""),
    ])
    func errorsNameFileAndLine(_ steps: String, _ line: Int, _ what: String) {
        let error = #expect(throws: RestructureError.self) { try CutoverPlan(yaml: plan(steps), file: "p.yaml") }
        #expect(error?.place == "p.yaml, line \(line)", "\(String(describing: error))")
        #expect(what.isEmpty || error?.what.contains(what) == true, "\(String(describing: error))")
    }

    @Test func filesOfAPlanStayInItsFolder() {
        let files = PlanFiles.folder(Samples.nightFolder)
        for name in ["/etc/hostname", "../../../README.md", "absent.csv"] {
            #expect(throws: RestructureError.self) { try files.read(name) }
        }
    }
}
