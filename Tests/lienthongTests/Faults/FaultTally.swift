/// What came about in a series of fault runs.
struct FaultTally: Sendable, CustomStringConvertible {
    private(set) var runs = 0
    private(set) var failures = 0
    private var kinds: [FaultKind: Int] = [:]
    private var edges: [FaultEdge: Int] = [:]
    /// How often a worker was refused because another one had claimed its queue.
    private(set) var fenced = 0

    mutating func add(_ report: FaultReport) {
        runs += 1
        if !report.problems.isEmpty { failures += 1 }
        kinds[report.plan.kind, default: 0] += 1
        fenced += report.happened.count { $0 == "store fenced" }
        for edge in FaultEdge.allCases {
            edges[edge, default: 0] += report.happened.count { $0.contains(" at \(edge) ") }
        }
    }

    /// Edges at which nothing has happened.
    var untouched: [FaultEdge] { FaultEdge.allCases.filter { edges[$0, default: 0] == 0 } }

    var description: String {
        let byKind = FaultKind.allCases.map { "\($0) \(kinds[$0, default: 0])" }.joined(separator: ", ")
        let byEdge = FaultEdge.allCases.map { "\($0) \(edges[$0, default: 0])" }.joined(separator: ", ")
        return "\(runs) fault runs, \(failures) failed\n  runs: \(byKind)\n  faults: \(byEdge)\n  fenced: \(fenced)"
    }
}
