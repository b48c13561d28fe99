import Bus
import Events

/// Concludes status, amounts and conflicts from the facts of a declaration: a pure function of facts and catalogs.
struct DeclarationAssessor {
    private let declaration: OpenDeclaration
    private let codes: any CodesInForce

    init(_ declaration: OpenDeclaration, codes: any CodesInForce) {
        self.declaration = declaration
        self.codes = codes
    }

    func summary() -> DeclarationSummary {
        let money = DeclarationMoney(declaration)
        let assessed = money.assessed
        let (paid, refunded) = (money.paid, money.refunded)
        let kept = paid.less(refunded)
        let isSettled = assessed.map { kept + money.guaranteed(at: money.guaranteeTime) >= $0 } ?? false
        let closed = closedOffices(money.payments)
        let isCleared = declaration.state.clearance != nil

        var conflicts: [DeclarationConflict: String] = [:]
        if let assessed {
            let figures = { "assessed \(assessed), paid \(paid)" + (refunded > .zero ? ", refunded \(refunded)" : "") }
            if isCleared, !isSettled { conflicts[.clearedUnsettled] = figures() }
            if kept > assessed { conflicts[.overpaid] = figures() }
        }
        if let detail = money.creditMismatch { conflicts[.creditMismatch] = detail }
        if let detail = closed.detail { conflicts[.paymentToClosedOffice] = detail }
        let cancelled = cancelled
        if let cancelled, let clearance = declaration.state.clearance, clearance.time > cancelled {
            conflicts[.clearedAfterCancellation] = "cancelled \(cancelled), cleared \(clearance.time)"
        }

        // A payment for an office that has ceased is an error of the sender; while a successor takes the money, it does
        // not stop the declaration.
        let stopping = conflicts.keys.contains { $0 != .paymentToClosedOffice || closed.isSuccessorMissing }
        let office = office(money.payments)
        let status: DeclarationStatus =
            if cancelled != nil { .cancelled } else if stopping { .conflict } else if isCleared { .cleared } else {
                step(assessed: assessed, isSettled: isSettled)
            }
        return DeclarationSummary(
            status: status, lane: declaration.state.registration?.lane, office: office,
            officeInForce: office.map { codes.office($0, at: declaration.state.asOf).code }, assessed: assessed, paid: paid,
            credited: money.credited, conflicts: conflicts)
    }

    /// How far a declaration has come that is neither cleared, cancelled nor in conflict.
    private func step(assessed: Amount?, isSettled: Bool) -> DeclarationStatus {
        guard let lane = declaration.state.registration?.lane else {
            return assessed == nil || isSettled ? .registered : .awaitingPayment
        }
        if !isSettled { return .awaitingPayment }
        if lane != .one && latest(.dossier)?.isDone != true { return .underDocumentCheck }
        if lane == .three && latest(.inspectionRecord)?.isDone != true { return .underInspection }
        return .releasable
    }

    // MARK: Documents

    /// Of several documents for one purpose the latest counts, and of those of one time the one with the highest id: a
    /// dossier that is handed in again replaces the earlier one.
    private func latest(_ purpose: DocumentPurpose) -> DocumentFact? {
        var latest: (time: Timestamp, document: DocumentFact)?
        for entry in declaration.state.documents.entries {
            guard let reception = entry.value.reception, reception.purpose == purpose else { continue }
            if let latest, latest.time > reception.time { continue }
            latest = (reception.time, entry.value)
        }
        return latest?.document
    }

    /// When a request to cancel was granted first; nil when none was.
    private var cancelled: Timestamp? {
        var first: Timestamp?
        for entry in declaration.state.documents.entries {
            guard entry.value.reception?.purpose == .cancellation, entry.value.isGranted,
                let time = entry.value.report?.time
            else { continue }
            first = min(first ?? time, time)
        }
        return first
    }

    // MARK: Office

    /// What the registration prints, read by the catalog; else what the inspection, the latest payment or the latest
    /// guarantee names.
    private func office(_ payments: [Payments.Entry]) -> String? {
        if let registration = declaration.state.registration,
            let code = codes.officeCode(shortName: registration.officeName, at: registration.time)
        {
            return code
        }
        if let inspection = declaration.state.inspection { return inspection.office }
        let payment = payments.max { ($0.value.time, $0.key) < ($1.value.time, $1.key) }
        if let payment { return payment.value.office }
        let guarantees = declaration.state.guarantees.entries
        return guarantees.max { ($0.value.time, $0.key) < ($1.value.time, $1.key) }?.value.office
    }

    private func closedOffices(_ payments: [Payments.Entry]) -> (detail: String?, isSuccessorMissing: Bool) {
        var closed: Set<String> = []
        var isSuccessorMissing = false
        for payment in payments {
            let office = codes.office(payment.value.office, at: payment.value.time)
            guard office.isClosed else { continue }
            closed.insert(payment.value.office)
            isSuccessorMissing = isSuccessorMissing || office.isSuccessorMissing
        }
        guard !closed.isEmpty else { return (nil, false) }
        return ("office \(closed.sorted().joined(separator: ", ")) had ceased when it was paid", isSuccessorMissing)
    }
}
