import Bus
import Events

/// The whole life of one simulated declaration: what each system says, and how it must end.
struct DeclarationScript: Sendable {
    let index: Int
    let story: Story
    let flow: Flow
    let lane: Lane
    let kind: String
    let taxpayer: String
    let office: Office
    let bank: Bank
    let registered: Timestamp
    /// Digits 1 to 11.
    let key: String
    /// Source of correlation ids.
    let reference: String
    let transactions: [String]
    private(set) var steps: [Step] = []
    private(set) var ending = Ending()

    struct Bank: Sendable, Hashable {
        var code: String
        var name: String
    }

    /// Status and amounts after every message was applied.
    struct Ending: Sendable, Hashable {
        var status: DeclarationStatus = .registered
        var version = 0
        var assessed: Int64 = 0
        var paid: Int64 = 0
        var credited: Int64 = 0
    }

    static let banks = [
        Bank(code: "01201001", name: "NH TMCP Cong Thuong"), Bank(code: "01203001", name: "NH TMCP Ngoai Thuong"),
        Bank(code: "01202001", name: "NH TMCP Dau Tu va Phat Trien"), Bank(code: "01204009", name: "NH Nong Nghiep"),
    ]

    init(index: Int, options: SimulationOptions) {
        var generator = SeededGenerator(seed: options.seed, member: UInt64(index))
        self.index = index
        let story = Story.pick(using: &generator)
        let export = !story.needsTax && generator.chance(35)
        flow = export ? .export : .import
        self.story = story
        lane = Self.lane(for: story, using: &generator)
        kind = generator.pick(export ? ["B11", "B13", "E42", "E62"] : ["A11", "A12", "A21", "E21", "E31"])
        taxpayer = Self.digits(UInt64.random(in: 100_000_000...9_999_999_999, using: &generator), 10)
        office = generator.pick(options.offices)
        bank = generator.pick(Self.banks)
        let step = options.count > 1 ? options.spanSeconds * 1000 / Int64(options.count) : 0
        let jitter = step > 0 ? Int64.random(in: 0...step, using: &generator) : 0
        // Whole seconds: that is what the native formats carry.
        registered = Timestamp(
            milliseconds: (options.start.milliseconds + Int64(index) * step + jitter) / 1000 * 1000)
        key = (export ? "3" : "1") + Self.digits(options.seed % 1000, 3) + Self.digits(UInt64(index), 7)
        reference = Self.digits(options.seed % 1000, 3) + Self.digits(UInt64(index), 7)
        var ids: [String] = []
        for _ in 0..<4 { ids.append(generator.uuid()) }
        transactions = ids
        let tax = export ? 0 : Int64.random(in: 500...250_000, using: &generator) * 1000
        write(tax: tax, using: &generator)
    }

    func number(version: Int) -> String { key + String(version) }

    /// Business time of the registration that counts: the one with the highest version.
    var officeTime: Timestamp {
        steps.last { if case .registered = $0.fact { true } else { false } }?.time ?? registered
    }

    private static func lane(for story: Story, using generator: inout SeededGenerator) -> Lane {
        switch story {
        case .documentsPending, .documentsRefused: return generator.chance(60) ? .two : .three
        case .inspectionPending: return .three
        default:
            let dice = Int.random(in: 0..<100, using: &generator)
            return dice < 60 ? .one : dice < 85 ? .two : .three
        }
    }

    static func digits(_ value: UInt64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

extension DeclarationScript {
    /// Adds a step some seconds after the registration.
    private mutating func say(_ fact: Step.Fact, after seconds: Int64) {
        steps.append(Step(fact: fact, time: Timestamp(milliseconds: registered.milliseconds + seconds * 1000)))
    }

    private mutating func write(tax: Int64, using generator: inout SeededGenerator) {
        say(.prepared, after: -120)
        say(.submitted, after: -5)
        say(.accepted, after: -4)
        say(.registered(version: 0, tax: tax), after: 0)
        if tax > 0 { say(.assessed(version: 0, tax: tax), after: 1) }
        ending.assessed = tax
        let settled = writeMoney(tax: tax, using: &generator)
        let checked = writeChecks()
        conclude(settled: settled, checked: checked)
    }

    /// - Returns: whether the tax is settled or guaranteed in the end.
    private mutating func writeMoney(tax: Int64, using generator: inout SeededGenerator) -> Bool {
        guard tax > 0 else { return true }
        switch story {
        case .unpaid, .clearedUnpaid:
            return false
        case .partlyPaid:
            pay(0, tax / 2, after: 180, credit: generator.chance(80))
            return false
        case .paidInParts:
            pay(0, tax / 2, after: 180, credit: true)
            pay(1, tax - tax / 2, after: 420, credit: generator.chance(80))
            return true
        case .guaranteed:
            say(.guaranteed(amount: tax), after: 150)
            return true
        case .amended, .amendedUnpaid:
            let higher = tax + tax / 4 / 1000 * 1000 + 1000
            pay(0, tax, after: 180, credit: generator.chance(80))
            say(.registered(version: 1, tax: higher), after: 600)
            say(.assessed(version: 1, tax: higher), after: 601)
            ending.version = 1
            ending.assessed = higher
            guard story == .amended else { return false }
            pay(1, higher - tax, after: 900, credit: generator.chance(80))
            return true
        case .paymentCancelled:
            pay(0, tax, after: 180, credit: false)
            cancelPayment(0, tax, after: 300)
            return false
        case .repaid:
            pay(0, tax, after: 180, credit: false)
            cancelPayment(0, tax, after: 300)
            pay(1, tax, after: 400, credit: true)
            return true
        case .overpaid:
            pay(0, tax + 100_000, after: 180, credit: true)
            return true
        default:
            pay(0, tax, after: 180, credit: generator.chance(80))
            return true
        }
    }

    private mutating func pay(_ index: Int, _ amount: Int64, after seconds: Int64, credit: Bool) {
        say(.paid(index: index, amount: amount), after: seconds)
        ending.paid += amount
        guard credit else { return }
        say(.credited(index: index, amount: amount), after: seconds + 3600)
        ending.credited += amount
    }

    private mutating func cancelPayment(_ index: Int, _ amount: Int64, after seconds: Int64) {
        say(.paymentCancelled(index: index), after: seconds)
        ending.paid -= amount
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
        case .clearedUnpaid:
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
