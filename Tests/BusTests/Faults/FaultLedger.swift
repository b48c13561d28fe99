import Bus
import Synchronization
import Testing

/// What the broker confirmed and what arrived, in one run with faults.
///
/// A message is a key and a number, `k3-17`; each key's numbers are published 0, 1, 2 ...
final class FaultLedger: Sendable {
    private struct State {
        var confirmed: Set<String> = []
        /// In the order of arrival, each once.
        var arrived: [String] = []
        var known: Set<String> = []
        var copies = 0
        /// Outcomes that claim a failure.
        var claims: [String] = []
    }

    private let state = Mutex(State())
    let keys: Int
    let perKey: Int

    init(keys: Int = 4, perKey: Int = 10) {
        self.keys = keys
        self.perKey = perKey
    }

    var all: Set<String> { Set((0..<keys).flatMap { key in (0..<perKey).map { "k\(key)-\($0)" } }) }

    func confirm(_ id: String) { state.withLock { _ = $0.confirmed.insert(id) } }

    func claim(_ what: String) { state.withLock { $0.claims.append(what) } }

    func arrive(_ id: String) {
        state.withLock { state in
            if state.known.insert(id).inserted { state.arrived.append(id) } else { state.copies += 1 }
        }
    }

    var copies: Int { state.withLock { $0.copies } }
    var arrivedCount: Int { state.withLock { $0.arrived.count } }
    var confirmedCount: Int { state.withLock { $0.confirmed.count } }
    var isComplete: Bool { arrivedCount == keys * perKey }

    /// Confirmed and not arrived; out of order after de-duplication; said to have failed.
    func violations() -> [String] {
        let state = state.withLock { $0 }
        var found = state.confirmed.subtracting(state.known).sorted().map { "confirmed and not arrived: \($0)" }
        found += state.known.subtracting(all).sorted().map { "never published: \($0)" }
        var next: [Substring: Int] = [:]
        for id in state.arrived {
            let parts = id.split(separator: "-")
            let number = parts.count == 2 ? Int(parts[1]) ?? -1 : -1
            if number != next[parts[0], default: 0] { found.append("out of order: \(id)") }
            next[parts[0]] = number + 1
        }
        return found + state.claims
    }
}
