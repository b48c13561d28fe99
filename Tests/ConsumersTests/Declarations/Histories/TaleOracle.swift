import Events

/// How a declaration must stand, worked out from the tales alone: slowly, case by case, and without the code under test.
struct TaleOracle {
    struct Verdict: Equatable {
        var number: String
        var status: String
        var lane: String?
        /// Not judged when two payments of one minute name different offices.
        var office: String??
        var officeInForce: String??
        var assessed: Int?
        var paid: Int
        var credited: Int
        var conflicts: Set<String>
    }

    static let closingMinute = 60

    private let who: Int
    private let successor: String?
    private let direct: [Tale]
    private let cancelled: Set<Int>
    private let reports: [Tale]
    private let asOf: Int

    /// - Parameter successor: of the office 03EE, which ceases at `closingMinute`.
    init?(_ tales: [Tale], who: Int, successor: String?) {
        direct = tales.filter { tale in
            switch tale.what {
            case .takenBack, .reported, .document(_, _, isNamed: false): false
            default: tale.who == who
            }
        }
        guard !direct.isEmpty else { return nil }
        var acceptances: Set<Int> = []
        var documents: Set<Int> = []
        for tale in direct {
            switch tale.what {
            case .paid(_, let acceptance, _, _, _, _), .feePaid(_, let acceptance, _), .guaranteed(let acceptance, _, _, _):
                acceptances.insert(acceptance)
            case .document(let id, _, _): documents.insert(id)
            default: break
            }
        }
        var cancelled: Set<Int> = []
        var last = direct.map(\.minute).max() ?? 0
        var reports: [Tale] = []
        for tale in tales {
            if case .takenBack(let acceptance, _) = tale.what, acceptances.contains(acceptance) {
                cancelled.insert(acceptance)
                last = max(last, tale.minute)
            }
            if case .reported(let id, _) = tale.what, documents.contains(id) {
                reports.append(tale)
                last = max(last, tale.minute)
            }
        }
        (self.who, self.successor, self.cancelled, self.reports, asOf) = (who, successor, cancelled, reports, last)
    }

    func verdict() -> Verdict {
        let registered = registered
        let assessed = assessed(registered)
        let payments = payments.filter { !cancelled.contains($0.acceptance) }.lastOfEachPart
        let paid = payments.reduce(0) { $0 + $1.amount }
        let treasury = TreasuryTales(direct, payments: self.payments, live: payments, cancelled: cancelled)
        let kept = max(0, paid - treasury.refunded)
        let settled = assessed.map { kept + guaranteed(registered?.security ?? 0) >= $0 } ?? false

        var conflicts: Set<String> = []
        if clearance != nil, assessed != nil, !settled { conflicts.insert("cleared-unsettled") }
        if let assessed, kept > assessed { conflicts.insert("overpaid") }
        if treasury.isContradictory { conflicts.insert("credit-mismatch") }
        let granted = granted
        if let granted, let clearance, clearance > granted { conflicts.insert("cleared-after-cancellation") }
        var isStopped = !conflicts.isEmpty
        if payments.contains(where: { $0.office == "03EE" && $0.minute >= Self.closingMinute }) {
            conflicts.insert("payment-to-closed-office")
            if successor == nil { isStopped = true }
        }

        let status =
            if granted != nil { "cancelled" } else if isStopped { "conflict" } else if clearance != nil { "cleared" } else {
                step(registered?.lane, assessed, settled)
            }
        let office = office(registered?.name, payments)
        let inForce: String?? = office.map { $0 == "03EE" && asOf >= Self.closingMinute ? successor ?? "03EE" : $0 }
        return Verdict(
            number: "\(Tale.keys[who])\(version)", status: status, lane: registered?.lane.rawValue, office: office,
            officeInForce: inForce, assessed: assessed, paid: paid, credited: treasury.credited, conflicts: conflicts)
    }

    private func step(_ lane: Lane?, _ assessed: Int?, _ settled: Bool) -> String {
        guard let lane else { return assessed != nil && !settled ? "awaiting-payment" : "registered" }
        if !settled { return "awaiting-payment" }
        switch lane {
        case .one: return "releasable"
        case .two: return isDone(.dossier) ? "releasable" : "under-document-check"
        case .three:
            if !isDone(.dossier) { return "under-document-check" }
            return isDone(.inspectionRecord) ? "releasable" : "under-inspection"
        }
    }

    // MARK: VNACCS

    private struct Registered {
        var version: Int, minute: Int, lane: Lane, tax: Int?, security: Int, flow: Flow, name: String
    }

    private var registered: Registered? {
        var best: Registered?
        for tale in direct {
            guard case .registered(let version, let lane, let tax, let security, let flow, let name) = tale.what else { continue }
            if let best, (best.version, best.minute) >= (version, tale.minute) { continue }
            best = Registered(
                version: version, minute: tale.minute, lane: lane, tax: tax, security: security, flow: flow, name: name)
        }
        return best
    }

    private func assessed(_ registered: Registered?) -> Int? {
        var best: (version: Int, minute: Int, total: Int?)?
        for tale in direct {
            guard case .assessed(let version, _, let total, let inVND) = tale.what else { continue }
            if let best, (best.version, best.minute) >= (version, tale.minute) { continue }
            best = (version, tale.minute, inVND ? total : nil)
        }
        guard let registered else { return best?.total }
        if let best, best.version >= registered.version, let total = best.total { return total }
        if let tax = registered.tax { return tax }
        return registered.flow == .export ? 0 : best?.total
    }

    private var version: Int {
        direct.map { tale in
            switch tale.what {
            case .registered(let version, _, _, _, _, _), .assessed(let version, _, _, _), .feeStated(let version, _),
                .cleared(let version):
                version
            default: 0
            }
        }.max() ?? 0
    }

    private var clearance: Int? {
        var best: (version: Int, minute: Int)?
        for tale in direct {
            guard case .cleared(let version) = tale.what else { continue }
            if let best, best >= (version, tale.minute) { continue }
            best = (version, tale.minute)
        }
        return best?.minute
    }

    // MARK: Banks

    private var payments: [PaidTale] {
        var latest: [String: PaidTale] = [:]
        for tale in direct {
            guard let paid = PaidTale(tale) else { continue }
            let key = "\(paid.acceptance)/\(paid.part)"
            if let known = latest[key], known.minute >= paid.minute { continue }
            latest[key] = paid
        }
        return Array(latest.values)
    }

    private func guaranteed(_ security: Int) -> Int {
        let time = clearance ?? asOf
        var latest: [Int: (minute: Int, amount: Int, holds: Bool)] = [:]
        for tale in direct {
            guard case .guaranteed(let acceptance, let amount, let from, let to) = tale.what else { continue }
            if let known = latest[acceptance], known.minute >= tale.minute { continue }
            latest[acceptance] = (tale.minute, amount, from <= time && time < to + 24 * 60)
        }
        let sum = latest.filter { !cancelled.contains($0.key) && $0.value.holds }.reduce(0) { $0 + $1.value.amount }
        return max(sum, security)
    }

    // MARK: Documents

    private func report(_ id: Int) -> (minute: Int, status: String)? {
        var best: (minute: Int, status: String)?
        for tale in reports {
            guard case .reported(id, let status) = tale.what else { continue }
            if let best, best.minute >= tale.minute { continue }
            best = (tale.minute, status)
        }
        return best
    }

    private func documents(_ purpose: DocumentPurpose) -> [Int: Int] {
        var received: [Int: Int] = [:]
        for tale in direct {
            guard case .document(let id, purpose, _) = tale.what else { continue }
            received[id] = max(received[id] ?? 0, tale.minute)
        }
        return received
    }

    private func isDone(_ purpose: DocumentPurpose) -> Bool {
        guard let latest = documents(purpose).max(by: { $0.value < $1.value }) else { return false }
        return report(latest.key)?.status == "06"
    }

    private var granted: Int? {
        documents(.cancellation).keys.compactMap { report($0) }.filter { ["06", "15"].contains($0.status) }.map(\.minute).min()
    }

    // MARK: Office

    private func office(_ name: String?, _ payments: [PaidTale]) -> String?? {
        if name == "HQCANGHP" { return .some("03EE") }
        var inspected: (minute: Int, office: String)?
        for tale in direct {
            guard case .inspected(let office) = tale.what else { continue }
            if inspected == nil || tale.minute > inspected?.minute ?? 0 { inspected = (tale.minute, office) }
        }
        if let inspected { return .some(inspected.office) }
        if let last = payments.map(\.minute).max() {
            let named = Set(payments.filter { $0.minute == last }.map(\.office))
            return named.count == 1 ? .some(named.first) : nil
        }
        let isGuaranteed = direct.contains { if case .guaranteed = $0.what { true } else { false } }
        return .some(isGuaranteed ? "02CI" : nil)
    }
}
