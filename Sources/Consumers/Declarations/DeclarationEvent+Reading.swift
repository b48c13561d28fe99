import Bus
import Events
import JSON

extension DeclarationEvent {
    /// Reads an event of one of the four systems.
    /// - Throws: `ConsumerFailure` for a type that this version does not know, `PayloadError` for a payload that is not
    ///   what its type says.
    init(_ event: Event) throws {
        guard let read = Self.readings[event.draft.type.rawValue] else {
            throw ConsumerFailure.poison("unsupported-type", "no rule for \(event.type)")
        }
        self = try read(event.draft.data, event.draft.time)
    }

    /// How an event of each type is read from its data and business time.
    private static let readings: [String: @Sendable (JSONValue, Timestamp) throws -> DeclarationEvent] = [
        DeclarationPrepared.type.rawValue: { data, _ in mention(try DeclarationPrepared(json: data).declaration) },
        DeclarationSubmitted.type.rawValue: { data, _ in mention(try DeclarationSubmitted(json: data).declaration) },
        ResultReported.type.rawValue: { data, _ in mention(try ResultReported(json: data).declaration) },
        GatewayAnswered.type.rawValue: { data, _ in
            _ = try GatewayAnswered(json: data)
            return mention(nil)
        },
        DeclarationRegistered.type.rawValue: { data, _ in DeclarationEvent(try DeclarationRegistered(json: data)) },
        DeclarationCleared.type.rawValue: { data, _ in DeclarationEvent(try DeclarationCleared(json: data)) },
        TaxAssessed.type.rawValue: { DeclarationEvent(try TaxAssessed(json: $0), at: $1) },
        FeeAssessed.type.rawValue: { DeclarationEvent(try FeeAssessed(json: $0), at: $1) },
        InspectionOrdered.type.rawValue: { DeclarationEvent(try InspectionOrdered(json: $0), at: $1) },
        PaymentMade.type.rawValue: { DeclarationEvent(try PaymentMade(json: $0), at: $1) },
        GuaranteeRegistered.type.rawValue: { DeclarationEvent(try GuaranteeRegistered(json: $0), at: $1) },
        FeePaid.type.rawValue: { DeclarationEvent(try FeePaid(json: $0), at: $1) },
        GuaranteeOpened.type.rawValue: { data, _ in
            _ = try GuaranteeOpened(json: data)
            return mention(nil)
        },
        PaymentCancelled.type.rawValue: { data, _ in
            DeclarationEvent(cancelling: try PaymentCancelled(json: data).acceptance)
        },
        GuaranteeCancelled.type.rawValue: { data, _ in
            DeclarationEvent(cancelling: try GuaranteeCancelled(json: data).acceptance)
        },
        TreasuryAdvised.type.rawValue: { data, _ in DeclarationEvent(try TreasuryAdvised(json: data)) },
        VoucherListed.type.rawValue: { data, _ in DeclarationEvent(try VoucherListed(json: data)) },
        DocumentReceived.type.rawValue: { DeclarationEvent(try DocumentReceived(json: $0), at: $1) },
        DocumentStatusChanged.type.rawValue: { data, _ in DeclarationEvent(try DocumentStatusChanged(json: data)) },
    ]

    private init(_ target: Target, _ fact: DeclarationFact, defines: Reference? = nil) {
        self.target = target
        self.fact = fact
        self.defines = defines
    }

    private static func mention(_ number: DeclarationNumber?) -> DeclarationEvent {
        DeclarationEvent(Target(number), .mentioned)
    }

    private init(_ payload: DeclarationRegistered) {
        self.init(
            Target(payload.declaration),
            .registered(
                RegistrationFact(
                    version: payload.declaration.version, time: payload.registered, lane: payload.lane,
                    flow: payload.flow, officeName: payload.officeName, totalTax: payload.totalTax,
                    security: payload.security)))
    }

    private init(_ payload: DeclarationCleared) {
        self.init(
            Target(payload.declaration),
            .cleared(ClearanceFact(version: payload.declaration.version, time: payload.cleared)))
    }

    private init(_ payload: TaxAssessed, at time: Timestamp) {
        self.init(
            Target(payload.declaration),
            .assessed(
                AssessmentFact(
                    version: payload.declaration.version, time: time, statement: payload.statement,
                    total: payload.currency.isEmpty || payload.currency == "VND" ? payload.total : nil)))
    }

    private init(_ payload: InspectionOrdered, at time: Timestamp) {
        self.init(
            Target(payload.declaration), .inspectionOrdered(InspectionFact(time: time, office: payload.office)))
    }

    /// A statement without amounts (VAF803) says only that the declaration exists.
    private init(_ payload: FeeAssessed, at time: Timestamp) {
        let fact = payload.total.map { total in
            DeclarationFact.feeAssessed(
                AssessmentFact(
                    version: payload.declaration.version, time: time, statement: payload.statement, total: total))
        }
        self.init(Target(payload.declaration), fact ?? .mentioned)
    }

    private init(_ payload: PaymentMade, at time: Timestamp) {
        let fact = PaymentFact(
            time: time, office: payload.office, bank: payload.bank, series: payload.voucherSeries,
            number: payload.voucherNumber, date: payload.voucherDate, total: payload.total, lines: payload.lines)
        self.init(
            Target(payload.declaration),
            .paid(PaymentKey(acceptance: payload.acceptance, part: payload.part), fact),
            defines: .acceptance(payload.acceptance))
    }

    private init(_ payload: FeePaid, at time: Timestamp) {
        let fact = PaymentFact(
            time: time, office: payload.office, bank: payload.bank, series: payload.voucherSeries,
            number: payload.voucherNumber, date: payload.voucherDate, total: payload.total, lines: payload.lines)
        self.init(
            Target(payload.declaration),
            .feePaid(PaymentKey(acceptance: payload.acceptance, part: payload.part), fact),
            defines: .acceptance(payload.acceptance))
    }

    private init(_ payload: GuaranteeRegistered, at time: Timestamp) {
        self.init(
            Target(payload.declaration),
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
            Target(payload.declaration),
            .posted(
                payload.direction == .credit ? .credit : .debit, voucher: payload.voucher,
                subItem: payload.subItem ?? TreasuryFigures.whole, payload.amount))
    }

    private init(_ payload: VoucherListed) {
        self.init(
            Target(payload.declaration),
            .posted(
                .listing, voucher: payload.voucher, subItem: payload.subItem ?? TreasuryFigures.whole, payload.amount))
    }

    private init(_ payload: DocumentReceived, at time: Timestamp) {
        self.init(
            Target(payload.declaration),
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
