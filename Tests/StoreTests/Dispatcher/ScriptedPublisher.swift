import Bus
import Synchronization

/// A broker of a test's making: says what becomes of each message, and keeps what it has.
final class ScriptedPublisher: MessagePublisher {
    struct Stored: Hashable {
        var exchange: String
        var routingKey: String
        var id: String
    }

    private struct State {
        var calls = 0
        var messages: [OutboundMessage] = []
        var stored: [Stored] = []
        var confirmed: Set<String> = []
        var underWay: [String: Int] = [:]
        var overlapped = false
    }

    typealias Script = @Sendable (_ call: Int, _ message: OutboundMessage, _ ids: [String]) async -> (PublishOutcome, kept: Bool)

    private let state = Mutex(State())
    private let script: Script

    init(_ script: @escaping Script = { _, _, _ in (.confirmed, kept: true) }) { self.script = script }

    func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
        var outcomes: [PublishOutcome] = []
        for message in messages { outcomes.append(await take(message)) }
        return outcomes
    }

    private func take(_ message: OutboundMessage) async -> PublishOutcome {
        let ids = Self.ids(message)
        let call = state.withLock { state in
            state.calls += 1
            state.messages.append(message)
            state.underWay[message.routingKey, default: 0] += 1
            if state.underWay[message.routingKey] != 1 { state.overlapped = true }
            return state.calls
        }
        let (outcome, kept) = await script(call, message, ids)
        state.withLock { state in
            state.underWay[message.routingKey, default: 1] -= 1
            if kept {
                state.stored += ids.map { Stored(exchange: message.exchange, routingKey: message.routingKey, id: $0) }
            }
            if outcome.isConfirmed { state.confirmed.formUnion(ids) }
        }
        return outcome
    }

    static func ids(_ message: OutboundMessage) -> [String] {
        BatchCodec.decode(message.body, contentType: message.contentType).compactMap { try? $0.get().event.id }
    }

    var messages: [OutboundMessage] { state.withLock { $0.messages } }
    var confirmed: Set<String> { state.withLock { $0.confirmed } }
    /// Whether two messages of one routing key were ever under way at once.
    var overlapped: Bool { state.withLock { $0.overlapped } }
    /// What the queues have, repeated copies left out as an inbox does.
    var stored: [Stored] {
        var seen: Set<Stored> = []
        return state.withLock { $0.stored }.filter { seen.insert($0).inserted }
    }

    static let lost = PublishOutcome.indeterminate(BusError(.connectionLost, "gone", isRetryable: true))
}
