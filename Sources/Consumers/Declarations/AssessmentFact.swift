import Bus
import Events

/// A tax statement (VAF801, VAF802) or a fee statement (VAF804).
struct AssessmentFact: Sendable, Hashable, RankedFact {
    var version: Int
    /// When it was issued: finer than the date it prints where the message allows it.
    var time: Timestamp
    var statement: String
    /// nil for a statement that is not in VND: it cannot be set against payments.
    var total: Amount?

    var content: String { "\(statement) \(total?.description ?? "")" }
}
