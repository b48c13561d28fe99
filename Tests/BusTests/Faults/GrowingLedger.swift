import Bus
import Synchronization
import TestSupport

/// Confirmed and arrived messages `m0`, `m1` ... of one publisher that goes on for as long as it is let.
final class GrowingLedger: Sendable {
    private struct State {
        var confirmed: Set<String> = []
        var arrived: Set<String> = []
        var next = 0
        var claims: [String] = []
    }

    private let state = Mutex(State())
    private let ordered: Bool

    /// - Parameter ordered: whether first arrivals must be in the order of publishing.
    init(ordered: Bool = true) { self.ordered = ordered }

    func note(_ outcomes: [(OutboundMessage, PublishOutcome)]) {
        state.withLock { state in
            for (message, outcome) in outcomes {
                switch outcome {
                case .confirmed: state.confirmed.insert(message.messageID ?? "")
                case .indeterminate(let error) where error.isRetryable: break
                default: state.claims.append("\(message.messageID ?? ""): \(outcome)")
                }
            }
        }
    }

    func arrive(_ texts: [(String, redelivered: Bool)]) {
        state.withLock { state in
            for (text, redelivered) in texts where state.arrived.insert(text).inserted {
                if ordered, text != "m\(state.next)" {
                    state.claims.append("out of order: \(text)\(redelivered ? " again" : ""), not m\(state.next)")
                }
                state.next = (Int(text.dropFirst()) ?? 0) + 1
            }
        }
    }

    var arrived: Int { state.withLock { $0.arrived.count } }
    var confirmed: Int { state.withLock { $0.confirmed.count } }

    /// What was answered last that is neither a confirm nor unknown.
    var lastRefusal: String? { state.withLock { $0.claims.last } }

    /// Waits for 200 arrivals more than there are now, and says what is known when they do not come.
    func goesOn(_ what: String, _ publisher: AMQPPublisher) async throws {
        let goal = arrived + 200
        do {
            try await eventually(what, within: .seconds(120)) { self.arrived >= goal }
        } catch {
            let known = "\(goal - 200) before, \(arrived) arrived, \(confirmed) confirmed, refused \(lastRefusal ?? "none")"
            throw Subprocess.Failure(description: "\(error): \(known), \(publisher.state)")
        }
    }

    func violations() -> [String] {
        state.withLock { state in
            state.confirmed.subtracting(state.arrived).sorted().prefix(5).map { "confirmed and not arrived: \($0)" }
                + state.claims.prefix(5)
        }
    }
}
