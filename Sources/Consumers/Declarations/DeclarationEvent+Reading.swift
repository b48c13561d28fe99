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
        case TaxAssessed.type: self.init(try TaxAssessed(json: event.data))
        case InspectionOrdered.type: self.init(try InspectionOrdered(json: event.data), at: event.time)
        case PaymentMade.type: self.init(try PaymentMade(json: event.data), at: event.time)
        case GuaranteeRegistered.type: self.init(try GuaranteeRegistered(json: event.data), at: event.time)
        case PaymentCancelled.type: self.init(try PaymentCancelled(json: event.data))
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
                    flow: payload.flow, officeName: payload.officeName, totalTax: payload.totalTax)))
    }

    private init(_ payload: DeclarationCleared) {
        self.init(
            .declaration(payload.declaration),
            .cleared(ClearanceFact(version: payload.declaration.version, time: payload.cleared)))
    }

    private init(_ payload: TaxAssessed) {
        self.init(
            .declaration(payload.declaration),
            .assessed(
                AssessmentFact(
                    version: payload.declaration.version, issued: payload.issued, statement: payload.statement,
                    total: payload.currency.isEmpty || payload.currency == "VND" ? payload.total : nil)))
    }

    private init(_ payload: InspectionOrdered, at time: Timestamp) {
        self.init(
            .declaration(payload.declaration), .inspectionOrdered(InspectionFact(time: time, office: payload.office)))
    }

    private init(_ payload: PaymentMade, at time: Timestamp) {
        let lines = Dictionary(payload.lines.map { ($0.subItem, $0.amount) }) { $0 + $1 }
        let voucher = "\(payload.voucherSeries)/\(payload.voucherNumber)"
        self.init(
            .declaration(payload.declaration),
            .paid(
                PaymentKey(acceptance: payload.acceptance, part: payload.part),
                PaymentFact(
                    time: time, office: payload.office,
                    slip: "\(payload.bank) \(voucher) \(payload.voucherDate?.description ?? "-")", voucher: voucher,
                    total: payload.total, lines: lines)),
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

    private init(_ payload: PaymentCancelled) {
        self.init(.reference(.acceptance(payload.acceptance)), .acceptanceCancelled(payload.acceptance))
    }

    private init(_ payload: TreasuryAdvised) {
        let target = payload.declaration.map(Target.declaration) ?? .nothing
        switch payload.direction {
        case .credit: self.init(target, .credited(voucher: payload.voucher, payload.amount))
        case .debit: self.init(target, .debited(voucher: payload.voucher, payload.amount))
        }
    }

    private init(_ payload: VoucherListed) {
        self.init(
            payload.declaration.map(Target.declaration) ?? .nothing,
            .listed(voucher: payload.voucher, subItem: payload.subItem ?? "", payload.amount))
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
