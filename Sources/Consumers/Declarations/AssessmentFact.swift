import Bus
import Events

/// A tax statement (VAF801).
struct AssessmentFact: Sendable, Hashable, RankedFact {
    var version: Int
    var issued: Timestamp
    var statement: String
    /// nil for a statement that is not in VND: it cannot be set against payments.
    var total: Amount?

    /// The highest version wins, then the latest statement.
    var rank: FactRank { FactRank(version, issued, "\(statement) \(total?.description ?? "")") }
}
