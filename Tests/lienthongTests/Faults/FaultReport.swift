/// How one fault run went.
struct FaultReport: Sendable {
    var plan: FaultPlan
    /// The faults that came about, as the workers said beforehand: `fault kill at afterCommit 2`; and each `store fenced`, when
    /// the ledger refused one whose queue another one had claimed.
    var happened: [String]
    var problems: [String]
    /// What runner and workers did; empty when nothing is wrong, unless it was asked for.
    var story: [String]

    /// Everything that a person needs to see it again.
    var text: String {
        "\(plan)\nagain: \(plan.command)\n" + problems.prefix(20).map { "! \($0)\n" }.joined() + story.joined(separator: "\n")
    }

    func met(_ edge: FaultEdge) -> Bool { happened.contains { $0.contains(" at \(edge) ") } }
}
