/// How often which story is told.
extension Story {
    /// How often an ordinary story is told, in parts of their sum; 0 for a rare one.
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
        default: 0
        }
    }

    /// Of how many in a thousand declarations a rare story is told; 0 for an ordinary one.
    var perThousand: Int {
        switch self {
        case .refunded, .amendedLower, .paymentReturned, .guaranteeCancelled, .guaranteeReplaced, .generalGuarantee,
            .shipmentGuarantee, .feePaid:
            15
        case .refundedInFull, .guaranteeWithdrawn, .feeUnpaid, .feeCancelled, .feeForMany, .agencyFeeCancelled: 10
        default: 0
        }
    }

    /// - Parameter rarity: decides whether a rare story takes the place of the ordinary one. It is a generator of its own, so that
    ///   a seed's other declarations are the same whatever rare stories there are.
    static func pick(using generator: inout SeededGenerator, rarity: inout SeededGenerator) -> Story {
        let sum = allCases.reduce(0) { $0 + $1.weight }
        let ordinary = story(at: Int.random(in: 0..<sum, using: &generator)) { $0.weight } ?? .cleared
        return story(at: Int.random(in: 0..<1000, using: &rarity)) { $0.perThousand } ?? ordinary
    }

    /// The story whose share the place falls into when the shares lie side by side; nil behind the last one.
    private static func story(at place: Int, by share: (Story) -> Int) -> Story? {
        var rest = place
        return allCases.first { story in
            rest -= share(story)
            return rest < 0
        }
    }
}
