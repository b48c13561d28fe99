import Bus
import Events

/// Concludes status, amounts and conflicts from the facts of a declaration: a pure function of facts and catalogs.
struct DeclarationAssessor {
    private let state: DeclarationState
    private let codes: any CodesInForce

    init(_ state: DeclarationState, codes: any CodesInForce) {
        self.state = state
        self.codes = codes
    }

    func summary() -> DeclarationSummary {
        let livePayments = state.payments.filter { !state.cancelledAcceptances.contains($0.key.acceptance) }.once
        let paid = livePayments.values.reduce(Amount.zero) { $0 + $1.total }
        let assessed = assessed
        let isSettled = assessed.map { paid + guaranteed(at: state.clearance?.time ?? state.asOf) >= $0 } ?? false
        let closed = closedOffices(livePayments)

        var conflicts: [DeclarationConflict: String] = [:]
        if state.clearance != nil, let assessed, !isSettled {
            conflicts[.clearedUnsettled] = "assessed \(assessed), paid \(paid)"
        }
        if let assessed, paid > assessed { conflicts[.overpaid] = "assessed \(assessed), paid \(paid)" }
        if let detail = creditMismatch(livePayments) { conflicts[.creditMismatch] = detail }
        if let detail = closed.detail { conflicts[.paymentToClosedOffice] = detail }

        // A payment for an office that has ceased is an error of the sender; while a successor takes the money, it does
        // not stop the declaration.
        let stopping = conflicts.keys.contains { $0 != .paymentToClosedOffice || closed.isSuccessorMissing }
        let office = office(livePayments)
        return DeclarationSummary(
            status: status(hasConflict: stopping, assessed: assessed, isSettled: isSettled),
            lane: state.registration?.lane, office: office,
            officeInForce: office.map { codes.office($0, at: state.asOf).code }, assessed: assessed, paid: paid,
            credited: credited, conflicts: conflicts)
    }

    private func status(hasConflict: Bool, assessed: Amount?, isSettled: Bool) -> DeclarationStatus {
        if isCancelled { return .cancelled }
        if hasConflict { return .conflict }
        if state.clearance != nil { return .cleared }
        guard let lane = state.registration?.lane else {
            return assessed == nil || isSettled ? .registered : .awaitingPayment
        }
        if !isSettled { return .awaitingPayment }
        if lane != .one && latest(.dossier)?.isDone != true { return .underDocumentCheck }
        if lane == .three && latest(.inspectionRecord)?.isDone != true { return .underInspection }
        return .releasable
    }

    // MARK: Money

    /// The latest statement of the highest version; when the registration has a higher version, its total, because an
    /// amendment replaces what was assessed before. An export registered without tax owes none.
    private var assessed: Amount? {
        guard let registration = state.registration else { return state.assessment?.total }
        if let assessment = state.assessment, assessment.version >= registration.version, let total = assessment.total {
            return total
        }
        return registration.totalTax ?? (registration.flow == .export ? .zero : state.assessment?.total)
    }

    private func guaranteed(at time: Timestamp) -> Amount {
        state.guarantees.reduce(.zero) { sum, guarantee in
            let counts = guarantee.value.holds(at: time) && !state.cancelledAcceptances.contains(guarantee.key)
            return counts ? sum + guarantee.value.amount : sum
        }
    }

    private var credited: Amount {
        let credit = state.vouchers.values.reduce(Amount.zero) { $0 + $1.credit }
        let debit = state.vouchers.values.reduce(Amount.zero) { $0 + $1.debit }
        return credit > debit ? Amount(tenThousandths: credit.tenThousandths - debit.tenThousandths) : .zero
    }

    private func creditMismatch(_ payments: [PaymentKey: PaymentFact]) -> String? {
        guard !state.vouchers.isEmpty else { return nil }
        var byVoucher: [String: PaymentFact] = [:]
        for (_, payment) in payments.sorted(by: { $0.key < $1.key }) {
            // Payments that share a voucher cannot be told apart by it, so the Treasury's figure is set against their sum.
            byVoucher[payment.voucher] = byVoucher[payment.voucher]?.adding(payment) ?? payment
        }
        let wrong = state.vouchers.filter { $0.value.contradicts(byVoucher[$0.key]) }
        guard let (voucher, fact) = wrong.min(by: { $0.key < $1.key }) else { return nil }
        let paid = byVoucher[voucher].map { "paid \($0.total)" } ?? "no payment"
        return "voucher \(voucher): \(paid), credited \(fact.credit)"
    }

    // MARK: Documents

    /// Of several documents for one purpose the latest counts: a dossier that is handed in again replaces the earlier one.
    private func latest(_ purpose: DocumentPurpose) -> DocumentFact? {
        let candidates = state.documents.filter { $0.value.reception?.purpose == purpose }
        return candidates.max { a, b in
            let (first, second) = (a.value.reception?.time ?? state.asOf, b.value.reception?.time ?? state.asOf)
            return (first, a.key) < (second, b.key)
        }?.value
    }

    private var isCancelled: Bool {
        state.documents.values.contains { $0.reception?.purpose == .cancellation && $0.isGranted }
    }

    // MARK: Office

    /// What the registration prints, read by the catalog; else what the inspection, the latest payment or the latest
    /// guarantee names.
    private func office(_ payments: [PaymentKey: PaymentFact]) -> String? {
        if let registration = state.registration,
            let code = codes.officeCode(shortName: registration.officeName, at: registration.time)
        {
            return code
        }
        if let inspection = state.inspection { return inspection.office }
        let payment = payments.max { ($0.value.time, $0.key) < ($1.value.time, $1.key) }
        if let payment { return payment.value.office }
        return state.guarantees.max { ($0.value.time, $0.key) < ($1.value.time, $1.key) }?.value.office
    }

    private func closedOffices(_ payments: [PaymentKey: PaymentFact]) -> (detail: String?, isSuccessorMissing: Bool) {
        var closed: Set<String> = []
        var isSuccessorMissing = false
        for payment in payments.values {
            let office = codes.office(payment.office, at: payment.time)
            guard office.isClosed else { continue }
            closed.insert(payment.office)
            isSuccessorMissing = isSuccessorMissing || office.isSuccessorMissing
        }
        guard !closed.isEmpty else { return (nil, false) }
        return ("office \(closed.sorted().joined(separator: ", ")) had ceased when it was paid", isSuccessorMissing)
    }
}

extension PaymentFact {
    fileprivate func adding(_ other: PaymentFact) -> PaymentFact {
        var sum = self
        sum.total = total + other.total
        sum.lines = lines.merging(other.lines) { $0 + $1 }
        return sum
    }
}
