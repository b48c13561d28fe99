import Bus
import Events

extension DeclarationEvent {
    /// Reads an event of one of the four systems.
    /// - Throws: `ConsumerFailure` for a type that this version does not know, `PayloadError` for a payload that is not
    ///   what its type says.
    init(_ event: Event) throws {
        switch event.type {
        case DeclarationPrepared.type:
            self = .mention(try DeclarationPrepared(json: event.data).declaration)
        case DeclarationSubmitted.type:
            self = .mention(try DeclarationSubmitted(json: event.data).declaration)
        case ResultReported.type:
            self = .mention(try ResultReported(json: event.data).declaration)
        case GatewayAnswered.type:
            _ = try GatewayAnswered(json: event.data)
            self = .mention(nil)
        case DeclarationRegistered.type: self.init(try DeclarationRegistered(json: event.data))
        case DeclarationCleared.type: self.init(try DeclarationCleared(json: event.data))
        case TaxAssessed.type: self.init(try TaxAssessed(json: event.data), at: event.time)
        case FeeAssessed.type: self.init(try FeeAssessed(json: event.data), at: event.time)
        case InspectionOrdered.type: self.init(try InspectionOrdered(json: event.data), at: event.time)
        case PaymentMade.type: self.init(try PaymentMade(json: event.data), at: event.time)
        case GuaranteeRegistered.type: self.init(try GuaranteeRegistered(json: event.data), at: event.time)
        case FeePaid.type: self.init(try FeePaid(json: event.data), at: event.time)
        case GuaranteeOpened.type:
            _ = try GuaranteeOpened(json: event.data)
            self = .mention(nil)
        case PaymentCancelled.type: self.init(cancelling: try PaymentCancelled(json: event.data).acceptance)
        case GuaranteeCancelled.type: self.init(cancelling: try GuaranteeCancelled(json: event.data).acceptance)
        case TreasuryAdvised.type: self.init(try TreasuryAdvised(json: event.data))
        case VoucherListed.type: self.init(try VoucherListed(json: event.data))
        case DocumentReceived.type: self.init(try DocumentReceived(json: event.data), at: event.time)
        case DocumentStatusChanged.type: self.init(try DocumentStatusChanged(json: event.data))
        default: throw ConsumerFailure.poison("unsupported-type", "no rule for \(event.type)")
        }
    }

    private init(_ target: Target, _ fact: DeclarationFact, defines: Reference? = nil) {
        self.target = target
        self.fact = fact
        self.defines = defines
    }

    private static func mention(_ number: DeclarationNumber?) -> DeclarationEvent {
        DeclarationEvent(number.map(Target.declaration) ?? .nothing, .mentioned)
    }

    private init(_ payload: DeclarationRegistered) {
        self.init(
            .declaration(payload.declaration),
            .registered(
                RegistrationFact(
                    version: payload.declaration.version, time: payload.registered, lane: payload.lane,
                    flow: payload.flow, officeName: payload.officeName, totalTax: payload.totalTax,
                    security: payload.security)))
    }

    private init(_ payload: DeclarationCleared) {
        self.init(
            .declaration(payload.declaration),
            .cleared(ClearanceFact(version: payload.declaration.version, time: payload.cleared)))
    }

    private init(_ payload: TaxAssessed, at time: Timestamp) {
        self.init(
            .declaration(payload.declaration),
            .assessed(
                AssessmentFact(
                    version: payload.declaration.version, time: time, statement: payload.statement,
                    total: payload.currency.isEmpty || payload.currency == "VND" ? payload.total : nil)))
    }

    private init(_ payload: InspectionOrdered, at time: Timestamp) {
        self.init(
            .declaration(payload.declaration), .inspectionOrdered(InspectionFact(time: time, office: payload.office)))
    }

    /// A statement without amounts (VAF803) says only that the declaration exists.
    private init(_ payload: FeeAssessed, at time: Timestamp) {
        let fact = payload.total.map { total in
            DeclarationFact.feeAssessed(
                AssessmentFact(
                    version: payload.declaration.version, time: time, statement: payload.statement, total: total))
        }
        self.init(.declaration(payload.declaration), fact ?? .mentioned)
    }

    private init(_ payload: PaymentMade, at time: Timestamp) {
        let fact = PaymentFact(
            time: time, office: payload.office, bank: payload.bank, series: payload.voucherSeries,
            number: payload.voucherNumber, date: payload.voucherDate, total: payload.total, lines: payload.lines)
        self.init(
            .declaration(payload.declaration),
            .paid(PaymentKey(acceptance: payload.acceptance, part: payload.part), fact),
            defines: .acceptance(payload.acceptance))
    }

    private init(_ payload: FeePaid, at time: Timestamp) {
        let fact = PaymentFact(
            time: time, office: payload.office, bank: payload.bank, series: payload.voucherSeries,
            number: payload.voucherNumber, date: payload.voucherDate, total: payload.total, lines: payload.lines)
        self.init(
            payload.declaration.map(Target.declaration) ?? .nothing,
            .feePaid(PaymentKey(acceptance: payload.acceptance, part: payload.part), fact),
            defines: .acceptance(payload.acceptance))
    }

    private init(_ payload: GuaranteeRegistered, at time: Timestamp) {
        self.init(
            .declaration(payload.declaration),
            .guaranteed(
                acceptance: payload.acceptance,
                GuaranteeFact(
                    time: time, office: payload.office, amount: payload.amount, validFrom: payload.validFrom,
                    validTo: payload.validTo)),
            defines: .acceptance(payload.acceptance))
    }

    private init(cancelling acceptance: String) {
        self.init(.reference(.acceptance(acceptance)), .acceptanceCancelled(acceptance))
    }

    private init(_ payload: TreasuryAdvised) {
        self.init(
            payload.declaration.map(Target.declaration) ?? .nothing,
            .posted(
                payload.direction == .credit ? .credit : .debit, voucher: payload.voucher,
                subItem: payload.subItem ?? TreasuryFigures.whole, payload.amount))
    }

    private init(_ payload: VoucherListed) {
        self.init(
            payload.declaration.map(Target.declaration) ?? .nothing,
            .posted(
                .listing, voucher: payload.voucher, subItem: payload.subItem ?? TreasuryFigures.whole, payload.amount))
    }

    private init(_ payload: DocumentReceived, at time: Timestamp) {
        self.init(
            payload.declaration.map(Target.declaration) ?? .nothing,
            .documentReceived(payload.document, .init(time: time, purpose: payload.purpose)),
            defines: .document(payload.document))
    }

    private init(_ payload: DocumentStatusChanged) {
        self.init(
            .reference(.document(payload.document)),
            .documentReported(
                payload.document, .init(time: payload.reported, status: payload.status, organ: payload.organ)))
    }
}

extension PaymentFact {
    fileprivate init(
        time: Timestamp, office: String, bank: String, series: String, number: String, date: Timestamp?, total: Amount,
        lines: [TaxLine]
    ) {
        let voucher = "\(series)/\(number)"
        var bySubItem = FactMap<String, Amount>()
        for line in lines { bySubItem.update(line.subItem) { ($0 ?? .zero) + line.amount } }
        self.init(
            time: time, office: office, slip: "\(bank) \(voucher) \(date?.description ?? "-")", voucher: voucher,
            total: total, lines: bySubItem)
    }
}
