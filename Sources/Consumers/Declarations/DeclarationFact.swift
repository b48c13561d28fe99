import Bus
import Events

/// One thing that an event says of a declaration.
enum DeclarationFact: Sendable, Hashable {
    case registered(RegistrationFact)
    case assessed(AssessmentFact)
    case paid(PaymentKey, PaymentFact)
    case guaranteed(acceptance: String, GuaranteeFact)
    case acceptanceCancelled(String)
    case credited(voucher: String, Amount)
    case debited(voucher: String, Amount)
    case listed(voucher: String, subItem: String, Amount)
    case documentReceived(String, DocumentFact.Reception)
    case documentReported(String, DocumentFact.Report)
    case inspectionOrdered(InspectionFact)
    case cleared(ClearanceFact)
    /// Named by an event that says nothing the status depends on.
    case mentioned
}
