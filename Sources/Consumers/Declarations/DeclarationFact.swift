import Bus
import Events

/// One thing that an event says of a declaration.
enum DeclarationFact: Sendable, Hashable {
    /// Which message of the Treasury names an amount.
    enum Posting: Sendable, Hashable {
        /// 910.
        case credit
        /// 900.
        case debit
        /// A row of 04/BK-CTNNS.
        case listing
    }

    case registered(RegistrationFact)
    case assessed(AssessmentFact)
    case feeAssessed(AssessmentFact)
    case paid(PaymentKey, PaymentFact)
    case feePaid(PaymentKey, PaymentFact)
    case guaranteed(acceptance: String, GuaranteeFact)
    case acceptanceCancelled(String)
    case posted(Posting, voucher: String, subItem: String, Amount)
    case documentReceived(String, DocumentFact.Reception)
    case documentReported(String, DocumentFact.Report)
    case inspectionOrdered(InspectionFact)
    case cleared(ClearanceFact)
    /// Named by an event that says nothing the status depends on.
    case mentioned
}
