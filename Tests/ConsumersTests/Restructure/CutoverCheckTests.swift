import Bus
import Consumers
import Store
import Testing

struct CutoverCheckTests {
    private func check(_ text: String, _ night: NightDouble, at time: Timestamp = Samples.midnight) async throws -> CutoverCheck {
        try await night.service().check(text, file: "plan.yaml", files: night.files, at: time)
    }

    @Test func theShippedPlanPasses() async throws {
        let night = try NightDouble()
        try await ProcessRegistry(store: night.control, now: { Samples.evening }).register(
            "gateway", receivers: ["vnaccs", "epayment", "edoc", "treasury"])
        let check = try await check(Samples.nightPlan(), night)
        #expect(check.hasPassed)
        #expect(check.lines.filter { $0.verdict != .ok }.map(\.detail).isEmpty)
        #expect(check.planHash.count == 64)
    }

    @Test func outsideItsWindowAndWithoutProcessesItOnlyWarns() async throws {
        let check = try await check(Samples.nightPlan(), try NightDouble(), at: Samples.time("2026-11-21T00:00:00+07:00"))
        #expect(check.hasPassed)
        #expect(check.lines.first?.verdict == .warning)
        #expect(check.lines.count { $0.detail.contains("nobody will give a receipt") } == 4)
    }

    @Test func aCheckChangesNothing() async throws {
        let night = try NightDouble()
        _ = try await check(Samples.nightPlan(), night)
        #expect(try await night.control.log(after: 0, limit: 10).isEmpty)
    }

    @Test(arguments: [
        ("offices-20250315.csv", "offices-missing.csv", "cannot be read"), ("pause: edoc", "pause: e-doc", "no such receiver"),
        ("is: 27BI", "is: 28CD", "would not hold: it is 27BI"), ("resume: vnaccs", "resume: epayment", "never resumed"),
        ("events-per-second: 100", "events-per-second: 1000000", "make room first"),
    ])
    func whatCannotWorkFails(_ old: String, _ new: String, _ what: String) async throws {
        let check = try await check(try Samples.nightPlan().replacing(old, with: new), try NightDouble())
        #expect(!check.hasPassed)
        #expect(check.lines.contains { $0.verdict == .failed && $0.detail.contains(what) }, "\(check.lines)")
    }

    @Test func theHashCoversTheFiles() async throws {
        let shipped = PlanFiles.folder(Samples.nightFolder)
        let altered = PlanFiles { name throws(RestructureError) in try shipped.read(name) + [0x0A] }
        let text = try Samples.nightPlan()
        let one = try await check(text, try NightDouble()).planHash
        let two = try await check(text, try NightDouble(files: altered)).planHash
        let three = try await check(text + "\n", try NightDouble()).planHash
        #expect(Set([one, two, three]).count == 3)
    }
}
