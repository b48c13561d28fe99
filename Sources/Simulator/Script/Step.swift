import Bus
import Events

/// One thing that a system says about a declaration, before it is written in the system's own format.
struct Step: Sendable {
    enum Fact: Sendable {
        case prepared
        case submitted
        case accepted
        /// `secured`: what VNACCS found secured by a guarantee that names no declaration.
        case registered(version: Int, tax: Int64, secured: Int64)
        case assessed(version: Int, tax: Int64)
        /// Without an amount it is the statement of the clearance fee, which prints none.
        case feeStated(amount: Int64?)
        case inspectionOrdered
        case cleared(version: Int)
        case paid(index: Int, amount: Int64)
        case paymentCancelled(index: Int)
        case feePaid(amount: Int64)
        /// By a number that stands for many declarations, of which this is one.
        case feePaidForMany(amount: Int64)
        case feePaymentCancelled
        case agencyFeeCancelled
        case guaranteed(index: Int, amount: Int64)
        case guaranteeCancelled(index: Int)
        case guaranteeOpened(GuaranteeOpened.Scope, amount: Int64)
        case openedGuaranteeCancelled(GuaranteeOpened.Scope)
        case document(index: Int, purpose: DocumentPurpose)
        case documentStatus(index: Int, status: String)
        case credited(index: Int, amount: Int64)
        case feeCredited(amount: Int64)
        /// Money of a payment that went back.
        case debited(index: Int, amount: Int64)
    }

    var fact: Fact
    /// Business time.
    var time: Timestamp

    var system: SystemName {
        switch fact {
        case .prepared, .submitted, .accepted, .registered, .assessed, .feeStated, .inspectionOrdered, .cleared: .vnaccs
        case .paid, .paymentCancelled, .feePaid, .feePaidForMany, .feePaymentCancelled, .agencyFeeCancelled, .guaranteed,
            .guaranteeCancelled, .guaranteeOpened, .openedGuaranteeCancelled:
            .epayment
        case .document, .documentStatus: .edoc
        case .credited, .feeCredited, .debited: .treasury
        }
    }
}
