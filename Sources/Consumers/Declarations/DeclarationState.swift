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
    var feeAssessment: AssessmentFact?
    var payments = Payments()
    /// Customs fees; apart from taxes, because they never hold up a declaration.
    var feePayments = Payments()
    /// By acceptance number.
    var guarantees = FactMap<String, GuaranteeFact>()
    /// Acceptance numbers.
    var cancelledAcceptances: Set<String> = []
    /// By sign and number.
    var vouchers = FactMap<String, VoucherFact>()
    /// By document id.
    var documents = FactMap<String, DocumentFact>()
    var inspection: InspectionFact?
    var clearance: ClearanceFact?
    /// What was concluded last, and has been published.
    var published: DeclarationSummary?

    init(key: String) { self.key = key }

    /// The number with the highest version.
    var number: String { key + String(version) }

    var factCount: Int {
        payments.count + feePayments.count + guarantees.count + cancelledAcceptances.count + documents.count
            + vouchers.entries.reduce(0) { $0 + $1.value.figureCount }
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
        case .feeAssessed(let fact): feeAssessment = fact.over(feeAssessment)
        case .paid(let key, let fact): payments.update(key) { fact.over($0) }
        case .feePaid(let key, let fact): feePayments.update(key) { fact.over($0) }
        case .guaranteed(let acceptance, let fact): guarantees.update(acceptance) { fact.over($0) }
        case .acceptanceCancelled(let acceptance): cancelledAcceptances.insert(acceptance)
        case .posted(let posting, let voucher, let subItem, let amount):
            vouchers.update(voucher) { known in
                var fact = known ?? VoucherFact()
                switch posting {
                case .credit: fact.credited.add(amount, of: subItem, at: time)
                case .debit: fact.debited.add(amount, of: subItem, at: time)
                case .listing: fact.listed.add(amount, of: subItem, at: time)
                }
                return fact
            }
        case .documentReceived(let id, let reception):
            documents.update(id) { DocumentFact(reception: reception.over($0?.reception), report: $0?.report) }
        case .documentReported(let id, let report):
            documents.update(id) { DocumentFact(reception: $0?.reception, report: report.over($0?.report)) }
        case .inspectionOrdered(let fact): inspection = fact.over(inspection)
        case .cleared(let fact): clearance = fact.over(clearance)
        case .mentioned: break
        }
    }
}
