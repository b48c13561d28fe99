import Foundation
import Testing

/// Facts in any order and any multiplicity give the same record, the status is what an independent oracle says, and each
/// change of status is published once.
@Suite struct HundredThousandHistoriesTests {
    /// `LIENTHONG_HISTORIES` sets another number, `LIENTHONG_HISTORY_SEED` the first seed.
    private static let histories = number("LIENTHONG_HISTORIES") ?? 100_000
    private static let firstSeed = number("LIENTHONG_HISTORY_SEED") ?? 1

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
    }

    @Test func everyHistoryEndsAsItMust() async {
        let workers = UInt64(max(1, ProcessInfo.processInfo.activeProcessorCount))
        let failures = await withTaskGroup(of: [String].self) { group in
            for worker in 0..<workers {
                group.addTask { Self.failures(of: stride(from: Self.firstSeed + worker, to: Self.firstSeed + Self.histories, by: Int(workers))) }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        for failure in failures.prefix(5) { Issue.record("\(failure)") }
        #expect(failures.isEmpty)
    }

    private static func failures(of seeds: StrideTo<UInt64>) -> [String] {
        var trial = HistoryTrial()
        var failures: [String] = []
        for seed in seeds where failures.count < 3 {
            let tales = TaleGenerator.history(seed: seed)
            guard trial.outcome(tales, seed: seed) != nil else { continue }
            let (least, problem) = trial.shrunk(tales, seed: seed)
            failures.append("seed \(seed): \(problem)\ntold:\n" + least.map { "  \($0)" }.joined(separator: "\n"))
        }
        return failures
    }
}
