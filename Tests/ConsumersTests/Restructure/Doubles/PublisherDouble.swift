import Bus
import Synchronization

/// Keeps what was published; answers as told, otherwise with a confirm.
final class PublisherDouble: MessagePublisher {
    private struct State {
        var sent: [OutboundMessage] = []
        var script: [PublishOutcome] = []
    }

    private let state: Mutex<State>
    private let onPublish: @Sendable ([OutboundMessage]) -> Void

    /// - Parameters:
    ///   - script: outcomes of the first messages, in order; those after it are confirmed.
    init(script: [PublishOutcome] = [], onPublish: @escaping @Sendable ([OutboundMessage]) -> Void = { _ in }) {
        state = Mutex(State(script: script))
        self.onPublish = onPublish
    }

    /// Every message the broker was given, in order, also those it then did not confirm.
    var sent: [OutboundMessage] { state.withLock { $0.sent } }

    func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
        onPublish(messages)
        return state.withLock { state in
            state.sent += messages
            return messages.map { _ in state.script.isEmpty ? .confirmed : state.script.removeFirst() }
        }
    }
}
