/// What the dispatcher is to do next, as `DispatchMachine` decided it.
enum DispatchAction: Equatable {
    /// Read unsent rows after a position; answer with `readFinished` and the same `pass`.
    case read(after: Int64, limit: Int, heldBack: Set<String>, pass: Int)
    /// Read the few rows at which a blocked lane stands; answer with `probeFinished`.
    case probe(lane: String, after: Int64, limit: Int, heldBack: Set<String>)
    /// Find out which live rows of releasing systems are older than held ones; answer with `surveyFinished`.
    case survey(Set<String>)
    /// Publish the rows as one message; answer with `publishFinished`.
    case publish(lane: String, rows: [OutboxRow])
    /// Mark rows sent; answer with `markFinished`.
    case mark([Int64])
}
