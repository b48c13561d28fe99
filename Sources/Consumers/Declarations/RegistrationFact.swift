import Bus
import Events

/// What VNACCS said when it registered a declaration, or a version of it. Of one version the latest result counts: risk
/// management may give a lane again.
struct RegistrationFact: Sendable, Hashable, RankedFact {
    var version: Int
    var time: Timestamp
    var lane: Lane
    var flow: Flow
    var officeName: String
    var totalTax: Amount?
    /// What VNACCS found secured by a guarantee when it registered the declaration.
    var security: Amount?

    var content: String {
        "\(lane.rawValue) \(flow.rawValue) \(officeName) \(totalTax?.description ?? "") \(security?.description ?? "")"
    }
}
