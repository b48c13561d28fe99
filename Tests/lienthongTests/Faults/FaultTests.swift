import TestSupport
import Testing

extension Running {
    /// Workers that die, stand still, meet each other, and whose disk and clock fail: the state is the oracle's, every effect
    /// happens once, nothing is lost. A failure names its seed and how to run it again.
    @Suite("Faults of the worker") struct Faults {
        @Test("kill -9 at each edge of a side effect", arguments: FaultEdge.allCases)
        func killed(at edge: FaultEdge) async throws {
            let report = try await run(FaultPlan(seed: 1, kind: .killed, edge: edge))
            #expect(report.met(edge), "nothing has happened")
        }

        @Test("An owner that stands still is superseded; woken, it changes nothing")
        func paused() async throws {
            let report = try await run(FaultPlan(seed: 2, kind: .paused, edge: .afterCommit, crossing: 1))
            #expect(report.met(.afterCommit), "nothing has happened")
        }

        @Test("Two workers on one ledger, each killed twice")
        func shared() async throws {
            let report = try await run(FaultPlan(seed: 3, kind: .shared, edge: .afterCommit))
            #expect(!report.happened.isEmpty, "nothing has happened")
        }

        @Test(
            "A full disk holds the work up and loses nothing",
            .enabled("needs root, to mount a small disk") { await TightDisk.isPossible() })
        func full() async throws {
            let report = try await run(FaultPlan(seed: 5, kind: .full))
            #expect(report.met(.beforeBegin), "nothing has happened")
        }

        @Test("A lock that another process keeps holds the work up and loses nothing")
        func locked() async throws {
            let report = try await run(FaultPlan(seed: 6, kind: .locked))
            #expect(report.met(.beforeBegin), "nothing has happened")
        }

        @Test(
            "A commit whose sync fails is none: what is not on the disk has not happened",
            .enabled("needs a C compiler") { await FaultShim.isPossible() },
            arguments: [7, 8] as [UInt64])
        func unsynced(seed: UInt64) async throws {
            let report = try await run(FaultPlan(seed: seed, kind: .unsynced))
            #expect(!report.happened.isEmpty, "nothing has happened")
        }

        @Test(
            "The time of day may jump by a day, there and back",
            .enabled("needs a C compiler") { await FaultShim.isPossible() },
            // In the second the clock goes back while a store waits for company.
            arguments: [(9, .afterBegin), (6005, nil)] as [(UInt64, FaultEdge?)])
        func clock(seed: UInt64, edge: FaultEdge?) async throws {
            let report = try await run(FaultPlan(seed: seed, kind: .clock, edge: edge))
            #expect(!report.happened.isEmpty, "nothing has happened")
        }

        @Test("Seeded runs of all kinds", .enabled(if: FaultSettings.runs != nil, "Benchmarks/faults asks for them"))
        func seeded() async throws {
            let runs = FaultSettings.runs ?? 0
            var tally = FaultTally()
            for seed in FaultSettings.firstSeed..<FaultSettings.firstSeed + runs {
                tally.add(try await run(FaultPlan(seed: seed, kind: FaultSettings.kind)))
                if tally.runs.isMultiple(of: 25) { print("seed \(seed): \(tally)") }
                guard tally.failures < 5 else { break }
            }
            print(tally)
            #expect(tally.failures > 0 || tally.runs == runs)
            // So many runs of all kinds come to every edge, and wake owners that have been superseded.
            if runs >= 500, FaultSettings.kind == nil {
                #expect(tally.untouched == [])
                #expect(tally.fenced > 0)
            }
        }

        private func run(_ plan: FaultPlan, sourceLocation: SourceLocation = #_sourceLocation) async throws -> FaultReport {
            let report = try await FaultRun.run(plan)
            if FaultSettings.tellsAll { print(report.text) }
            if !report.problems.isEmpty { Issue.record("\(report.text)", sourceLocation: sourceLocation) }
            return report
        }
    }
}
