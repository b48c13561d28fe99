import Events
import TestSupport

/// Makes up what four systems tell of one or two declarations: sound stories, and all the ways in which systems are late,
/// repeat and correct themselves, and disagree.
struct TaleGenerator {
    private var random: SeededGenerator
    private var tales: [Tale] = []

    static func history(seed: UInt64) -> [Tale] {
        var generator = TaleGenerator(random: SeededGenerator(seed: seed))
        generator.tell(0)
        if generator.chance(15) { generator.tell(1) }
        return generator.tales
    }

    private init(random: SeededGenerator) { self.random = random }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func pick<Element>(_ list: [Element]) -> Element { list[Int.random(in: 0..<list.count, using: &random)] }
    /// Few different minutes, so that things happen at the same time too, and the same tales come again.
    private mutating func minute() -> Int { Int.random(in: 0..<9, using: &random) * 15 }

    private mutating func say(_ who: Int, _ what: Tale.What) { tales.append(Tale(who: who, what: what, minute: minute())) }

    private mutating func tell(_ who: Int) {
        let due = pick([0, 100, 100, 100, 120])
        let lane = pick(Lane.allCases)
        let flow: Flow = chance(80) ? .import : .export
        let versions = chance(20) ? Int.random(in: 1...2, using: &random) : 0
        for version in 0...versions {
            // An amendment may raise or lower the tax; customs may give a lane again.
            let tax = version == 0 ? due : pick([80, 100, 120])
            if chance(90) { register(who, version, lane, chance(85) ? tax : nil, flow) }
            if chance(6) { register(who, version, pick(Lane.allCases), tax, flow) }
            if chance(40) { say(who, .assessed(version: version, statement: 1, total: tax, inVND: chance(95))) }
            // Customs fixes the tax itself.
            if chance(6) { say(who, .assessed(version: version, statement: 2, total: pick([80, 120]), inVND: true)) }
        }
        pay(who, due)
        if chance(12) { guarantee(who, due) }
        if chance(12) { payFees(who) }
        if lane != .one || chance(20) { documents(who) }
        if chance(lane == .three ? 70 : 5) { say(who, .inspected(office: pick(["03EE", "01B1"]))) }
        if chance(35) { say(who, .cleared(version: pick([0, versions]))) }
        if chance(3) { say(who, .cleared(version: versions)) }
    }

    private mutating func register(_ who: Int, _ version: Int, _ lane: Lane, _ tax: Int?, _ flow: Flow) {
        let security = chance(8) ? pick([50, 100]) : 0
        let name = chance(70) ? "HQCANGHP" : "HQNOIBAI"
        say(who, .registered(version: version, lane: lane, tax: tax, security: security, flow: flow, name: name))
    }

    private mutating func pay(_ who: Int, _ due: Int) {
        // In full, in two slips, too little, too much, not at all.
        let slips = pick([[due], [due], [due / 2, due - due / 2], [due / 2], [due + 50], []])
        for (place, amount) in slips.enumerated() {
            // A slip may pay both declarations: then its number and its acceptance are the same.
            let slip = chance(90) ? who * 2 + place : place
            let office = chance(70) ? "03EE" : "02CI"
            let isSplit = chance(10)
            let halves = isSplit ? [amount / 2, amount - amount / 2] : [amount]
            for (part, share) in halves.enumerated() {
                paid(who, slip, slip, part, share, office)
                if chance(6) { paid(who, slip, slip, part, share, office) }
                // The same slip under a new transaction after an outage, or with a corrected amount.
                if chance(6) { paid(who, slip, slip + 10, part, share, office) }
                if chance(4) { paid(who, slip, slip, part, share + 10, office) }
            }
            if chance(8) { say(who, .takenBack(acceptance: slip, isGuarantee: false)) }
            if chance(2) { say(who, .takenBack(acceptance: slip + 10, isGuarantee: false)) }
            treasury(who, slip, amount, halves)
        }
        // A refund under a voucher of its own.
        if chance(4) { say(who, .advised(slip: 8, item: nil, amount: pick([20, 50]), isDebit: true)) }
    }

    private mutating func paid(_ who: Int, _ slip: Int, _ acceptance: Int, _ part: Int, _ amount: Int, _ office: String) {
        let item = part == 0 ? "1901" : "1702"
        say(who, .paid(slip: slip, acceptance: acceptance, part: part + 1, amount: amount, item: item, office: office))
    }

    private mutating func treasury(_ who: Int, _ slip: Int, _ amount: Int, _ halves: [Int]) {
        if chance(45) {
            if chance(80) {
                say(who, .advised(slip: slip, item: nil, amount: chance(93) ? amount : amount + 1, isDebit: false))
            } else {
                for (part, share) in halves.enumerated() {
                    say(who, .advised(slip: slip, item: part == 0 ? "1901" : "1702", amount: share, isDebit: false))
                }
            }
        }
        if chance(30) {
            for (part, share) in halves.enumerated() where chance(90) {
                let item = chance(85) ? (part == 0 ? "1901" : "1702") : nil
                say(who, .listed(slip: slip, item: item, amount: chance(95) ? share : share + 1))
            }
        }
        if chance(6) { say(who, .advised(slip: slip, item: nil, amount: amount, isDebit: true)) }
    }

    private mutating func guarantee(_ who: Int, _ due: Int) {
        let acceptance = chance(90) ? 20 + who : 20
        let (from, to) = (pick([0, 0, 60]), pick([-1440, -1400, 0, 1440]))
        for _ in 0..<(chance(10) ? 2 : 1) {
            say(who, .guaranteed(acceptance: acceptance, amount: pick([due, due / 2]), from: from, to: to))
        }
        if chance(20) { say(who, .takenBack(acceptance: acceptance, isGuarantee: chance(80))) }
    }

    private mutating func payFees(_ who: Int) {
        if chance(60) { say(who, .feeStated(version: 0, total: pick([20, 40]))) }
        // Now and then with the voucher of a tax payment.
        let slip = chance(90) ? 6 + who : who * 2
        if chance(70) { say(who, .feePaid(slip: slip, acceptance: 30 + who, amount: pick([20, 40]))) }
        if chance(15) { say(who, .takenBack(acceptance: 30 + who, isGuarantee: false)) }
        if chance(40) { say(who, .advised(slip: slip, item: nil, amount: 20, isDebit: chance(10))) }
    }

    private mutating func documents(_ who: Int) {
        for (place, purpose) in [DocumentPurpose.dossier, .dossier, .inspectionRecord, .cancellation, .letter].enumerated()
        where chance([70, 10, 40, 8, 8][place]) {
            // A corrected document may name the other declaration.
            let id = chance(96) ? who * 5 + place : place
            if chance(95) { say(who, .document(id: id, purpose: purpose, isNamed: chance(95))) }
            if chance(5) { say(who, .document(id: id, purpose: purpose, isNamed: true)) }
            if chance(70) { say(who, .reported(id: id, status: pick(["06", "06", "06", "02", "15", "16", "03"]))) }
            if chance(10) { say(who, .reported(id: id, status: pick(["06", "01", "16"]))) }
        }
    }
}
