import Bus

/// Customs cleared the declaration.
struct ClearanceFact: Sendable, Hashable, RankedFact {
    var version: Int
    var time: Timestamp

    var content: String { "" }
}
