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
    /// Ids, by `BankTransaction.place`.
    private let transactions: [String]
    /// Told by `write(tax:using:)` alone.
    var steps: [Step] = []
    var ending = Ending()

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
        var refunded: Int64 = 0
        var guaranteed: Int64 = 0
        /// nil without a statement that has an amount.
        var feesAssessed: Int64?
        var feesPaid: Int64 = 0
    }

    static let banks = [
        Bank(code: "01201001", name: "NH TMCP Cong Thuong"), Bank(code: "01203001", name: "NH TMCP Ngoai Thuong"),
        Bank(code: "01202001", name: "NH TMCP Dau Tu va Phat Trien"), Bank(code: "01204009", name: "NH Nong Nghiep"),
    ]

    init(index: Int, options: SimulationOptions) {
        var generator = SeededGenerator(seed: options.seed, member: UInt64(index))
        var rarity = SeededGenerator(seed: options.seed ^ 0x2A2E, member: UInt64(index))
        self.index = index
        let story = Story.pick(using: &generator, rarity: &rarity)
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
        for _ in 0..<BankTransaction.firstRarePlace { ids.append(generator.uuid()) }
        for _ in BankTransaction.firstRarePlace..<BankTransaction.count { ids.append(rarity.uuid()) }
        transactions = ids
        let tax = export ? 0 : Int64.random(in: 500...250_000, using: &generator) * 1000
        write(tax: tax, using: &generator)
    }

    func number(version: Int) -> String { key + String(version) }

    func id(of transaction: BankTransaction) -> String { transactions[transaction.place] }

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
