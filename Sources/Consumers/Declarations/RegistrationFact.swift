import Bus
import Events

/// What VNACCS said when it registered a declaration, or a version of it.
struct RegistrationFact: Sendable, Hashable, RankedFact {
    var version: Int
    var time: Timestamp
    var lane: Lane
    var flow: Flow
    var officeName: String
    var totalTax: Amount?

    /// The highest version wins, then the latest result: risk management may give a lane again.
    var rank: FactRank {
        FactRank(version, time, "\(lane.rawValue) \(flow.rawValue) \(officeName) \(totalTax?.description ?? "")")
    }
}
