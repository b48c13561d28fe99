import Bus

/// A physical inspection was ordered.
struct InspectionFact: Sendable, Hashable, RankedFact {
    var time: Timestamp
    var office: String

    var content: String { office }
}
