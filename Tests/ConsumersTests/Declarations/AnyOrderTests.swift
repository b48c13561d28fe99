import Bus
import Events
import TestSupport
import Testing

@testable import Consumers

/// Whatever the order of arrival, and however often things arrive: the same state, status and amounts.
@Suite struct AnyOrderTests {
    /// Histories in all; each is tried in several orders.
    private static let histories = 400
    private static let orders = 3
    /// Declarations that go through one pool at the same time: few transactions, and their events mix.
    private static let together = 40

    @Test(arguments: 0..<(histories / together))
    func arrivalDoesNotMatter(block: Int) async throws {
        let seed = 0x11E7_0000 + UInt64(block)
        var random = SeededGenerator(seed: seed)
        var drafts: [EventDraft] = []
        for place in 0..<Self.together {
            drafts += try HistoryGenerator(key: "1\(String(1_000_000_000 + place))").history(using: &random)
        }
        let codes = CeasedOffice(successor: "28CD", closing: EventSamples.minutes(60))
        let events = try drafts.map { try EventSamples.delivered($0, codes: codes) }
        var expected: [String: DeclarationState]?
        for order in 0..<Self.orders {
            let pool = Pool(codes: codes)
            var arrivals = order == 0 ? events : events.shuffled(using: &random)
            for copy in 0..<(order * events.count / 4) {
                var event = events[Int.random(in: 0..<events.count, using: &random)]
                // Half of the copies come under another id, past the inbox: the facts themselves must absorb them.
                if copy.isMultiple(of: 2) { event = try EventSamples.delivered(event.event.draft.renamed("\(copy)"), codes: codes) }
                arrivals.insert(event, at: .random(in: 0...arrivals.count, using: &random))
            }
            let size = [arrivals.count, 13, 128][order]
            for start in stride(from: 0, to: arrivals.count, by: size) {
                try await pool.take(delivered: Array(arrivals[start..<min(start + size, arrivals.count)]))
            }
            let states = try await pool.states()
            if let expected {
                for (key, state) in expected where states[key] != state {
                    Issue.record("seed \(seed), order \(order), declaration \(key): \(state.difference(from: states[key]))")
                }
                #expect(states.count == expected.count, "seed \(seed), order \(order)")
            } else {
                expected = states
                for (key, state) in states {
                    #expect(try DeclarationState(encoded: state.encoded()) == state, "seed \(seed), \(key) does not round-trip")
                }
            }
        }
    }
}

extension Pool {
    /// All records, decoded.
    fileprivate func states() async throws -> [String: DeclarationState] {
        let found = Collected()
        try await ledger.forEachDeclaration { found.add($0) }
        return try found.states()
    }
}

extension EventDraft {
    fileprivate func renamed(_ suffix: String) -> EventDraft {
        var copy = self
        copy.id += "~\(suffix)"
        return copy
    }
}

extension DeclarationState {
    fileprivate func difference(from other: DeclarationState?) -> String {
        let mine = String(decoding: encoded(), as: UTF8.self)
        return "\(mine)\nis not\n\(other.map { String(decoding: $0.encoded(), as: UTF8.self) } ?? "nothing")"
    }
}
