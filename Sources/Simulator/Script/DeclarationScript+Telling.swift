import Bus
import Events

/// The order of events in a declaration's life.
extension DeclarationScript {
    /// Adds a step some seconds after the registration.
    mutating func say(_ fact: Step.Fact, after seconds: Int64) {
        steps.append(Step(fact: fact, time: Timestamp(milliseconds: registered.milliseconds + seconds * 1000)))
    }

    mutating func write(tax: Int64, using generator: inout SeededGenerator) {
        let secured = story.openedGuarantee == nil ? 0 : tax
        say(.prepared, after: -120)
        say(.submitted, after: -5)
        say(.accepted, after: -4)
        say(.registered(version: 0, tax: tax, secured: secured), after: 0)
        if tax > 0 { say(.assessed(version: 0, tax: tax), after: 1) }
        ending.assessed = tax
        ending.guaranteed = secured
        let settled = writeMoney(tax: tax, using: &generator)
        writeFees()
        let checked = writeChecks()
        conclude(settled: settled, checked: checked)
    }

    /// - Returns: the status that document check and inspection end in; nil when both are passed.
    private mutating func writeChecks() -> DeclarationStatus? {
        guard lane != .one else { return nil }
        say(.document(index: 0, purpose: .dossier), after: 240)
        switch story {
        case .documentsPending:
            say(.documentStatus(index: 0, status: "03"), after: 300)
            return .underDocumentCheck
        case .documentsRefused:
            say(.documentStatus(index: 0, status: "02"), after: 300)
            return .underDocumentCheck
        default:
            say(.documentStatus(index: 0, status: "06"), after: 1200)
        }
        guard lane == .three else { return nil }
        say(.inspectionOrdered, after: 60)
        guard story != .inspectionPending else { return .underInspection }
        say(.document(index: 1, purpose: .inspectionRecord), after: 5400)
        say(.documentStatus(index: 1, status: "06"), after: 5700)
        return nil
    }

    private mutating func conclude(settled: Bool, checked: DeclarationStatus?) {
        switch story {
        case .cancelled:
            say(.document(index: 2, purpose: .cancellation), after: 6000)
            say(.documentStatus(index: 2, status: "06"), after: 6300)
            ending.status = .cancelled
        case .clearedUnpaid, .guaranteeWithdrawn:
            say(.cleared(version: ending.version), after: 7000)
            ending.status = .conflict
        case .overpaid:
            ending.status = .conflict
        default:
            if !settled {
                ending.status = .awaitingPayment
            } else if let checked {
                ending.status = checked
            } else if story == .releasable {
                ending.status = .releasable
            } else {
                say(.cleared(version: ending.version), after: 7200)
                ending.status = .cleared
            }
        }
    }
}
