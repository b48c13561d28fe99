import Bus
import Events

/// One thing that a system tells of one of two declarations, in the test's own words: the generator makes tales, the
/// oracle judges them, and only the events made of them reach the code under test.
struct Tale: Hashable, Sendable, CustomStringConvertible {
    enum What: Hashable, Sendable {
        case registered(version: Int, lane: Lane, tax: Int?, security: Int, flow: Flow, name: String)
        case assessed(version: Int, statement: Int, total: Int, inVND: Bool)
        case feeStated(version: Int, total: Int)
        case paid(slip: Int, acceptance: Int, part: Int, amount: Int, item: String, office: String)
        case feePaid(slip: Int, acceptance: Int, amount: Int)
        case guaranteed(acceptance: Int, amount: Int, from: Int, to: Int)
        /// Names an acceptance and no declaration.
        case takenBack(acceptance: Int, isGuarantee: Bool)
        case advised(slip: Int, item: String?, amount: Int, isDebit: Bool)
        case listed(slip: Int, item: String?, amount: Int)
        /// nil for `names`: a letter that names no declaration yet.
        case document(id: Int, purpose: DocumentPurpose, isNamed: Bool)
        /// Names a document and no declaration.
        case reported(id: Int, status: String)
        case inspected(office: String)
        case cleared(version: Int)
    }

    /// Which declaration, 0 or 1; without meaning for what names none.
    var who: Int
    var what: What
    /// Business time in minutes.
    var minute: Int
    /// Tells the same thing told again under another id from the first.
    var copy = 0

    static let keys = ["10000000001", "10000000002"]

    var key: String { Self.keys[who] }

    var description: String { "\(minute)': declaration \(who) \(what)\(copy == 0 ? "" : " again")" }

    /// What two tales may disagree about: of such the latest counts, so at one minute only one may be told if the oracle
    /// is to know which counts.
    var disputed: String? {
        switch what {
        case .registered(let version, _, _, _, _, _): "registered \(who) \(version)"
        case .assessed(let version, _, _, _): "assessed \(who) \(version)"
        case .feeStated(let version, _): "fee \(who) \(version)"
        case .paid(let slip, _, let part, _, _, _): "paid \(who) \(slip) \(part)"
        case .feePaid(let slip, _, _): "feePaid \(who) \(slip)"
        case .guaranteed(let acceptance, _, _, _): "guaranteed \(who) \(acceptance)"
        case .document(_, let purpose, _): "document \(who) \(purpose)"
        case .reported(let id, _): "reported \(id)"
        case .inspected: "inspected \(who)"
        case .takenBack, .advised, .listed, .cleared: nil
        }
    }
}
