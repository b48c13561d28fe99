/// How the life of one simulated declaration goes. Each story says by its construction how the declaration must end;
/// the oracle never asks the software under test.
enum Story: CaseIterable, Sendable {
    /// Paid in full and cleared.
    case cleared
    /// Everything settled, customs has not cleared it yet.
    case releasable
    /// Nothing paid.
    case unpaid
    /// Half paid, the rest never comes.
    case partlyPaid
    /// Paid in two parts, then cleared.
    case paidInParts
    /// A bank guarantees the tax instead of a payment.
    case guaranteed
    /// Amended with a higher tax, the difference paid, cleared.
    case amended
    /// Amended with a higher tax, the difference still owed.
    case amendedUnpaid
    /// Paid, the bank cancels the payment, nothing follows.
    case paymentCancelled
    /// Paid, cancelled, paid again, cleared.
    case repaid
    /// Documents sent in, not yet accepted (lanes 2 and 3).
    case documentsPending
    /// Documents refused (lanes 2 and 3).
    case documentsRefused
    /// Documents accepted, inspection not finished (lane 3).
    case inspectionPending
    /// Customs cleared it although nobody paid.
    case clearedUnpaid
    /// The trader paid too much.
    case overpaid
    /// The trader has the declaration cancelled.
    case cancelled

    /// How often each story is told, in parts of the sum.
    var weight: Int {
        switch self {
        case .cleared: 44
        case .releasable: 8
        case .unpaid: 6
        case .partlyPaid: 4
        case .paidInParts: 6
        case .guaranteed: 6
        case .amended: 6
        case .amendedUnpaid: 2
        case .paymentCancelled: 2
        case .repaid: 3
        case .documentsPending: 4
        case .documentsRefused: 2
        case .inspectionPending: 3
        case .clearedUnpaid: 1
        case .overpaid: 1
        case .cancelled: 2
        }
    }

    static func pick(using generator: inout SeededGenerator) -> Story {
        var rest = Int.random(in: 0..<allCases.reduce(0) { $0 + $1.weight }, using: &generator)
        for story in allCases {
            rest -= story.weight
            if rest < 0 { return story }
        }
        return .cleared
    }

    /// Stories that are about taxes can only be told of imports; those about documents not of lane 1.
    var needsTax: Bool {
        switch self {
        case .unpaid, .partlyPaid, .paidInParts, .guaranteed, .amended, .amendedUnpaid, .paymentCancelled, .repaid,
            .clearedUnpaid, .overpaid:
            true
        default: false
        }
    }
}
