import Events

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
    /// Paid too much, cleared, and the Treasury gives the excess back (`hoàn thuế`).
    case refunded
    /// The Treasury gives all of the tax back though it is still owed.
    case refundedInFull
    /// Amended with a lower tax, the difference refunded, cleared.
    case amendedLower
    /// Paid and credited; the bank cancels the payment, and the Treasury returns it.
    case paymentReturned
    /// The bank takes its guarantee back, nothing follows.
    case guaranteeCancelled
    /// A guarantee is corrected, as banks have to: taken back, and given anew with a higher amount; cleared.
    case guaranteeReplaced
    /// Cleared by a guarantee that the bank takes back afterwards.
    case guaranteeWithdrawn
    /// Cleared by a general guarantee; the bank ends it afterwards, which no longer concerns the declaration.
    case generalGuarantee
    /// The same with a guarantee for the shipment.
    case shipmentGuarantee
    /// The customs fee (`lệ phí`) is stated and paid.
    case feePaid
    /// The fee is stated and never paid; that holds up nothing.
    case feeUnpaid
    /// The fee is stated, paid, and its payment cancelled.
    case feeCancelled
    /// The fee is paid by a number that stands for many declarations.
    case feeForMany
    /// A bank takes back what it once paid to another agency. No declaration is meant.
    case agencyFeeCancelled

    /// Stories that are about taxes can only be told of imports; those about documents not of lane 1.
    var needsTax: Bool {
        switch self {
        case .unpaid, .partlyPaid, .paidInParts, .guaranteed, .amended, .amendedUnpaid, .paymentCancelled, .repaid,
            .clearedUnpaid, .overpaid, .refunded, .refundedInFull, .amendedLower, .paymentReturned, .guaranteeCancelled,
            .guaranteeReplaced, .guaranteeWithdrawn, .generalGuarantee, .shipmentGuarantee:
            true
        default: false
        }
    }

    /// Guarantee that names no declaration, by which this story's tax is secured.
    var openedGuarantee: GuaranteeOpened.Scope? {
        switch self {
        case .generalGuarantee: .general
        case .shipmentGuarantee: .shipment
        default: nil
        }
    }
}
