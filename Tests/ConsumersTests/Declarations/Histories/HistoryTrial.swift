import Bus
import Events
import TestSupport

@testable import Consumers

/// One history, told in two orders and again, held against the oracle.
struct HistoryTrial {
    /// What costs as much as all the rest, and does not depend on what a history tells, is looked at in each eighth one.
    private static let thoroughly: UInt64 = 8

    private var events: [Bool: TaleEvents] = [:]

    /// - Returns: what is wrong; nil when nothing is.
    mutating func problem(_ tales: [Tale], seed: UInt64) throws -> String? {
        let successor = seed.isMultiple(of: 2) ? "28CD" : nil
        let codes = CeasedOffice(successor: successor, closing: TaleEvents.time(TaleOracle.closingMinute))
        var cache = events.removeValue(forKey: successor != nil) ?? TaleEvents(codes: codes)
        defer { events[successor != nil] = cache }
        var random = SeededGenerator(seed: seed ^ 0x5EED)

        let told = try tales.map { try cache.event(of: $0) }
        let first = StoryTransaction()
        try Self.take(told, sessions: 1, in: first)

        // Out of order, and some again: with their ids, which the inbox absorbs, and without, which the facts must.
        var mixed = told
        for tale in tales where Int.random(in: 0..<4, using: &random) == 0 {
            var again = tale
            again.copy = Int.random(in: 0...1, using: &random)
            mixed.append(try cache.event(of: again))
        }
        mixed.shuffle(using: &random)
        let second = StoryTransaction()
        try Self.take(mixed, sessions: Int.random(in: 1...3, using: &random), in: second)

        if let wrong = Self.difference(first, second) { return wrong }
        if let wrong = Self.outcomeProblem(first) ?? Self.outcomeProblem(second) { return wrong }
        if let wrong = try Self.oracleProblem(tales, first, successor) { return wrong }
        guard seed.isMultiple(of: Self.thoroughly) else { return nil }
        if let wrong = try Self.recordProblem(second) { return wrong }
        // A replay of everything changes nothing and publishes nothing.
        let published = second.emitted.count
        let records = second.records
        try Self.take(told.shuffled(using: &random), sessions: 1, in: second)
        guard second.emitted.count == published, second.records == records else { return "a replay has effects" }
        return nil
    }

    private static func take(_ events: [TaleEvents.Ready], sessions: Int, in ledger: StoryTransaction) throws {
        let size = max(1, (events.count + sessions - 1) / sessions)
        for start in stride(from: 0, to: events.count, by: size) {
            var session = DeclarationSession()
            for event in events[start..<min(start + size, events.count)]
            where try ledger.enter(event.delivered.event.inboxEntry, inboxOf: "declarations") {
                try session.handle(event.delivered, meaning: event.meaning, in: ledger)
            }
            try session.finish(in: ledger)
        }
    }

    private static func difference(_ first: StoryTransaction, _ second: StoryTransaction) -> String? {
        for (key, record) in first.records where second.records[key] != record {
            let other = second.records[key].map { String(decoding: $0.state, as: UTF8.self) } ?? "nothing"
            return "\(key) in another order:\n\(String(decoding: record.state, as: UTF8.self))\nis not\n\(other)"
        }
        guard first.records.count == second.records.count else { return "other declarations in another order" }
        for (key, ids) in first.history where !ids.isSubset(of: second.history[key] ?? []) {
            return "\(key) has another history in another order"
        }
        return nil
    }

    /// Changes of status follow each other from the first to the last; no outcome comes twice.
    private static func outcomeProblem(_ ledger: StoryTransaction) -> String? {
        guard Set(ledger.emitted.map(\.id)).count == ledger.emitted.count else { return "an outcome's id comes twice" }
        var last: [String: String] = [:]
        for draft in ledger.emitted where draft.type == DeclarationStatusChanged.type {
            guard let status = draft.data["status"]?.string else { return "an outcome without a status" }
            guard draft.data["previous"]?.string == last[draft.partitionKey] else { return "a change from another status" }
            guard status != last[draft.partitionKey] else { return "a change to the same status" }
            last[draft.partitionKey] = status
        }
        for (key, record) in ledger.records where last[key] != record.status {
            return "\(key): the last change is not its status"
        }
        return nil
    }

    private static func recordProblem(_ ledger: StoryTransaction) throws -> String? {
        for (key, record) in ledger.records {
            let state = try DeclarationState(encoded: record.state)
            guard state.published?.status.rawValue == record.status, state.encoded() == record.state else {
                return "\(key) does not come back from its record"
            }
        }
        return nil
    }

    private static func oracleProblem(_ tales: [Tale], _ ledger: StoryTransaction, _ successor: String?) throws -> String? {
        var disputes: [String: Set<Tale.What>] = [:]
        for tale in tales { if let disputed = tale.disputed { disputes["\(disputed) \(tale.minute)", default: []].insert(tale.what) } }
        guard disputes.values.allSatisfy({ $0.count == 1 }) else { return nil }
        for who in Tale.keys.indices {
            let record = ledger.records[Tale.keys[who]]
            guard let verdict = TaleOracle(tales, who: who, successor: successor)?.verdict() else {
                if record != nil { return "declaration \(who) is nobody's" }
                continue
            }
            guard let record, let found = Self.verdict(try DeclarationState(encoded: record.state), like: verdict) else {
                return "declaration \(who) is missing"
            }
            if found != verdict { return "declaration \(who): the oracle says\n\(verdict)\nfound\n\(found)" }
        }
        return nil
    }

    private static func verdict(_ state: DeclarationState, like verdict: TaleOracle.Verdict) -> TaleOracle.Verdict? {
        guard let summary = state.published else { return nil }
        func whole(_ amount: Amount) -> Int { Int(amount.tenThousandths / 10_000) }
        return TaleOracle.Verdict(
            number: state.number, status: summary.status.rawValue, lane: summary.lane?.rawValue,
            office: verdict.office == nil ? nil : .some(summary.office),
            officeInForce: verdict.officeInForce == nil ? nil : .some(summary.officeInForce),
            assessed: summary.assessed.map(whole), paid: whole(summary.paid), credited: whole(summary.credited),
            conflicts: Set(summary.conflicts.keys.map(\.rawValue)))
    }

    /// Leaves out tales as long as something stays wrong, so that a person has the least to read.
    mutating func shrunk(_ tales: [Tale], seed: UInt64) -> (tales: [Tale], problem: String) {
        var least = tales
        var problem = outcome(tales, seed: seed) ?? "nothing is wrong any more"
        var place = 0
        while place < least.count {
            var fewer = least
            fewer.remove(at: place)
            if let wrong = outcome(fewer, seed: seed) {
                (least, problem, place) = (fewer, wrong, 0)
            } else {
                place += 1
            }
        }
        return (least, problem)
    }

    /// As `problem`, and an error is a problem too.
    mutating func outcome(_ tales: [Tale], seed: UInt64) -> String? {
        do {
            return try problem(tales, seed: seed)
        } catch {
            return "\(error)"
        }
    }
}
