import Bus
import Synchronization

/// Passes everything on and counts what was confirmed.
final class MeteredPublisher: MessagePublisher {
    /// A confirmed message and when its confirm was known.
    struct Confirmed: Sendable {
        var time: ContinuousClock.Instant
        var body: [UInt8]
    }

    struct Counts: Sendable {
        var messages = 0
        var bytes = 0
        /// Tries without a confirm; they were repeated.
        var failures = 0
    }

    private struct State {
        var counts = Counts()
        /// Kept only when asked for, of one measurement.
        var kept: [Confirmed] = []
    }

    private let publisher: any MessagePublisher
    private let keeps: Bool
    private let state = Mutex(State())

    /// - Parameter keeps: keep the bodies of what was confirmed, for reading them after the measurement.
    init(_ publisher: any MessagePublisher, keeps: Bool = false) {
        self.publisher = publisher
        self.keeps = keeps
    }

    var counts: Counts { state.withLock { $0.counts } }
    var kept: [Confirmed] { state.withLock { $0.kept } }

    func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
        let outcomes = await publisher.publish(messages)
        let time = ContinuousClock.now
        state.withLock { state in
            for (message, outcome) in zip(messages, outcomes) {
                guard outcome.isConfirmed else {
                    state.counts.failures += 1
                    continue
                }
                state.counts.messages += 1
                state.counts.bytes += message.body.count
                if keeps { state.kept.append(Confirmed(time: time, body: message.body)) }
            }
        }
        return outcomes
    }
}
