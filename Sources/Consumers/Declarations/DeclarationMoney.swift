import Bus
import Events

/// The money of a declaration, from its facts alone: what is due, paid, guaranteed, credited and refunded.
struct DeclarationMoney {
    private let declaration: OpenDeclaration
    /// The tax payments that count, in order of their keys.
    let payments: [Payments.Entry]
    let paid: Amount

    init(_ state: DeclarationState) { self.init(OpenDeclaration(state)) }

    init(_ declaration: OpenDeclaration) {
        self.declaration = declaration
        payments = declaration.state.payments.counting(except: declaration.state.cancelledAcceptances)
        paid = payments.reduce(.zero) { $0 + $1.value.total }
    }

    // MARK: Taxes

    /// The latest statement of the highest version; when the registration has a higher version, its total, because an
    /// amendment replaces what was assessed before. An export registered without tax owes none.
    var assessed: Amount? {
        let assessment = declaration.state.assessment
        guard let registration = declaration.state.registration else { return assessment?.total }
        if let assessment, assessment.version >= registration.version, let total = assessment.total { return total }
        return registration.totalTax ?? (registration.flow == .export ? .zero : assessment?.total)
    }

    /// What banks guarantee at a time: the guarantees for this declaration, or what VNACCS found secured at registration.
    /// Never their sum, because VNACCS draws on the same guarantees that the banks announce.
    func guaranteed(at time: Timestamp) -> Amount {
        let cancelled = declaration.state.cancelledAcceptances
        let announced = declaration.state.guarantees.entries.reduce(Amount.zero) { sum, guarantee in
            let counts = guarantee.value.holds(at: time) && !cancelled.contains(guarantee.key)
            return counts ? sum + guarantee.value.amount : sum
        }
        return max(announced, declaration.state.registration?.security ?? .zero)
    }

    /// The time that guarantees are looked at: they have to hold until the clearance.
    var guaranteeTime: Timestamp { declaration.state.clearance?.time ?? declaration.state.asOf }

    /// Tax that the Treasury gave back (`hoàn thuế`): its debits, less what only returned a cancelled payment.
    var refunded: Amount {
        let debits = taxVouchers.reduce(Amount.zero) { $0 + $1.value.debit }
        guard debits > .zero else { return .zero }
        let cancelled = declaration.state.cancelledAcceptances
        guard !cancelled.isEmpty else { return debits }
        let live = Set(payments.map(\.value.voucher))
        var returned = Amount.zero
        var seen: Set<String> = []
        for entry in declaration.state.payments.entries where cancelled.contains(entry.key.acceptance) {
            let voucher = entry.value.voucher
            guard !live.contains(voucher), seen.insert(voucher).inserted,
                let fact = declaration.state.vouchers[voucher]
            else { continue }
            returned = returned + max(fact.credit, fact.debit)
        }
        return debits.less(returned)
    }

    /// Money of this declaration's taxes at the Treasury.
    var credited: Amount {
        let (credit, debit) = taxVouchers.reduce((Amount.zero, Amount.zero)) {
            ($0.0 + $1.value.credit, $0.1 + $1.value.debit)
        }
        return credit.less(debit)
    }

    /// The first voucher, in order of name, that banks and Treasury name different amounts for.
    var creditMismatch: String? {
        guard !declaration.state.vouchers.isEmpty else { return nil }
        var byVoucher: [String: PaidVoucher] = [:]
        for payment in payments {
            let voucher = payment.value.voucher
            if byVoucher[voucher]?.add(payment.value) == nil { byVoucher[voucher] = PaidVoucher(payment.value) }
        }
        guard let wrong = taxVouchers.first(where: { $0.value.contradicts(byVoucher[$0.key]) }) else { return nil }
        let paid = byVoucher[wrong.key].map { "paid \($0.total)" } ?? "no payment"
        return "voucher \(wrong.key): \(paid), credited \(wrong.value.credit)"
    }

    /// Vouchers that no fee was paid with. A voucher that paid both is a tax voucher.
    private var taxVouchers: [FactMap<String, VoucherFact>.Entry] {
        guard !declaration.state.feePayments.isEmpty else { return declaration.state.vouchers.entries }
        return declaration.state.vouchers.entries.filter { !isFeeVoucher($0.key) }
    }

    // MARK: Fees

    var feesAssessed: Amount? { declaration.state.feeAssessment?.total }

    /// The fee payments that count, in order of their keys.
    var feePayments: [Payments.Entry] {
        declaration.state.feePayments.counting(except: declaration.state.cancelledAcceptances)
    }

    var feesPaid: Amount { feePayments.reduce(.zero) { $0 + $1.value.total } }

    func isFeeVoucher(_ voucher: String) -> Bool {
        declaration.state.feePayments.entries.contains { $0.value.voucher == voucher }
            && !declaration.state.payments.entries.contains { $0.value.voucher == voucher }
    }
}

extension Amount {
    /// What is left after taking `other` away; nothing when it is more.
    func less(_ other: Amount) -> Amount {
        self > other ? Amount(tenThousandths: tenThousandths - other.tenThousandths) : .zero
    }
}
