import Bus
import Events
import TestSupport

/// Makes up the life of one declaration: sound ones, and all the ways in which systems disagree.
struct HistoryGenerator {
    private let lab: FactLab
    private let suffix: String

    init(key: String) {
        lab = FactLab(key: key)
        suffix = key
    }

    func history(using random: inout SeededGenerator) throws -> [EventDraft] {
        var drafts: [EventDraft] = []
        let amounts = ["0", "50", "100", "150"]
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        func pick<Element>(_ list: [Element]) -> Element { list[Int.random(in: 0..<list.count, using: &random)] }
        func minute(_ limit: Int = 120) -> Int { Int.random(in: 0..<limit, using: &random) }

        for version in 0...(chance(25) ? Int.random(in: 1...3, using: &random) : 0) {
            if chance(90) {
                drafts.append(
                    try lab.registered(
                        pick(Lane.allCases), tax: chance(80) ? pick(amounts) : nil, version: version,
                        flow: chance(70) ? .import : .export, at: minute(), name: pick(["HQCANGHP", "HQNOIBAI"])))
            }
            for statement in ["S1", "S2"] where chance(50) {
                drafts.append(
                    try lab.assessed(
                        pick(amounts), version: version, statement: statement, currency: chance(95) ? "VND" : "USD",
                        at: minute()))
            }
        }
        for place in 0..<Int.random(in: 0...3, using: &random) {
            let acceptance = "ACC\(suffix)-\(place)"
            let amount = pick(amounts)
            drafts.append(
                try lab.paid(
                    amount, acceptance: acceptance, voucher: "\(place)", office: pick(["03EE", "02CI"]), at: minute()))
            if chance(20) { drafts.append(lab.cancelled(acceptance, at: minute())) }
            if chance(60) {
                drafts.append(
                    try lab.advised(chance(80) ? amount : pick(amounts), voucher: "AA/\(place)", at: minute()))
            }
            if chance(50) { drafts.append(try lab.listed(amount, voucher: "AA/\(place)", at: minute())) }
            if chance(10) {
                drafts.append(try lab.advised(pick(amounts), voucher: "AA/\(place)", direction: .debit, at: minute()))
            }
        }
        if chance(20) {
            let acceptance = "GUA\(suffix)"
            drafts.append(try lab.guaranteed(pick(amounts), acceptance: acceptance, from: minute(), to: minute(), at: minute()))
            if chance(20) { drafts.append(lab.cancelled(acceptance, at: minute())) }
        }
        for purpose in [DocumentPurpose.dossier, .dossier, .inspectionRecord, .cancellation, .letter] where chance(35) {
            let id = "D\(suffix)-\(drafts.count)"
            if chance(90) { drafts.append(try lab.document(id, purpose, names: chance(95), at: minute())) }
            for status in ["01", "02", "03", "06", "15", "16"] where chance(30) {
                drafts.append(lab.reported(id, status, at: minute()))
            }
        }
        if chance(30) { drafts.append(try lab.inspection(pick(["03EE", "01B1"]), at: minute())) }
        if chance(40) { drafts.append(try lab.cleared(at: minute())) }
        return drafts
    }
}
