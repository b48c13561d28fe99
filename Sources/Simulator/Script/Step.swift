import Bus
import Events

/// One thing that a system says about a declaration, before it is written in the system's own format.
struct Step: Sendable {
    enum Fact: Sendable {
        case prepared
        case submitted
        case accepted
        case registered(version: Int, tax: Int64)
        case assessed(version: Int, tax: Int64)
        case inspectionOrdered
        case cleared(version: Int)
        case paid(index: Int, amount: Int64)
        case paymentCancelled(index: Int)
        case guaranteed(amount: Int64)
        case document(index: Int, purpose: DocumentPurpose)
        case documentStatus(index: Int, status: String)
        case credited(index: Int, amount: Int64)
    }

    var fact: Fact
    /// Business time.
    var time: Timestamp

    var system: SystemName {
        switch fact {
        case .prepared, .submitted, .accepted, .registered, .assessed, .inspectionOrdered, .cleared: .vnaccs
        case .paid, .paymentCancelled, .guaranteed: .epayment
        case .document, .documentStatus: .edoc
        case .credited: .treasury
        }
    }
}
