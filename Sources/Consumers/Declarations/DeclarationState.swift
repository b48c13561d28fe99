import Bus
import Events

/// All that is known of one declaration, merged from four systems.
///
/// A set of facts: adding one is commutative, associative and idempotent, so neither the order of arrival nor repetition
/// changes the result. Whatever is concluded is computed from the facts by `DeclarationAssessor`.
struct DeclarationState: Sendable, Hashable {
    /// Facts of one declaration, at most. Its record is written anew with each batch that touches it, so that a runaway
    /// sender must not make it grow for ever; a real declaration has a few dozen.
    static let factLimit = 2_000

    /// First 11 digits.
    let key: String
    /// Highest version that any event named.
    var version = 0
    /// Business time of the latest fact.
    var asOf = Timestamp(milliseconds: 0)
    var registration: RegistrationFact?
    var assessment: AssessmentFact?
    var payments: [PaymentKey: PaymentFact] = [:]
    /// By acceptance number.
    var guarantees: [String: GuaranteeFact] = [:]
    var cancelledAcceptances: Set<String> = []
    /// By sign and number.
    var vouchers: [String: VoucherFact] = [:]
    /// By document id.
    var documents: [String: DocumentFact] = [:]
    var inspection: InspectionFact?
    var clearance: ClearanceFact?
    /// What was concluded last, and has been published.
    var published: DeclarationSummary?

    init(key: String) { self.key = key }

    /// The number with the highest version.
    var number: String { "\(key)\(version)" }

    var factCount: Int {
        payments.count + guarantees.count + cancelledAcceptances.count + documents.count
            + vouchers.values.reduce(0) { $0 + max(1, $1.listed.count) }
    }

    /// - Parameters:
    ///   - version: of the declaration number that the event names; nil when it names none.
    ///   - time: business time of the event.
    mutating func add(_ fact: DeclarationFact, version: Int?, at time: Timestamp) {
        if let version { self.version = max(self.version, version) }
        asOf = max(asOf, time)
        switch fact {
        case .registered(let fact): registration = fact.over(registration)
        case .assessed(let fact): assessment = fact.over(assessment)
        case .paid(let key, let fact): payments[key] = fact.over(payments[key])
        case .guaranteed(let acceptance, let fact): guarantees[acceptance] = fact.over(guarantees[acceptance])
        case .acceptanceCancelled(let acceptance): cancelledAcceptances.insert(acceptance)
        case .credited(let voucher, let amount):
            let known = vouchers[voucher]?.credited
            vouchers[voucher, default: VoucherFact()].credited = known?.joined(amount) ?? AmountRange(amount)
        case .debited(let voucher, let amount):
            let known = vouchers[voucher]?.debited
            vouchers[voucher, default: VoucherFact()].debited = known?.joined(amount) ?? AmountRange(amount)
        case .listed(let voucher, let subItem, let amount):
            let known = vouchers[voucher]?.listed[subItem]
            vouchers[voucher, default: VoucherFact()].listed[subItem] = known?.joined(amount) ?? AmountRange(amount)
        case .documentReceived(let id, let reception):
            let known = documents[id]?.reception
            documents[id, default: DocumentFact()].reception = reception.over(known)
        case .documentReported(let id, let report):
            let known = documents[id]?.report
            documents[id, default: DocumentFact()].report = report.over(known)
        case .inspectionOrdered(let fact): inspection = fact.over(inspection)
        case .cleared(let fact): clearance = fact.over(clearance)
        case .mentioned: break
        }
    }
}
